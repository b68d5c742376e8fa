namespace StatsService.Tests.Functions;

public sealed class ListStatsTests(StatsServiceFixture service) : IClassFixture<StatsServiceFixture>
{
    private static readonly string[] Anrs =
        ["00000000-0000-4000-8000-00000000000a", "0f000000-0000-4000-8000-000000000001", "f0000000-0000-4000-8000-000000000000"];

    [Fact]
    public async Task Stats_come_by_day_then_ANR_then_arrival()
    {
        var client = await service.App.RegisterAsync();
        var expected = new List<PostedStat>();
        foreach (var day in (int[])[-3, -2, -1])
            foreach (var anr in Anrs)
                for (var arrival = 0; arrival < 2; arrival++)
                    expected.Add(new PostedStat { Anr = anr, Date = PostedStat.Day(day), Data = $"[{arrival}]" });
        // Two batches, each in the reverse order.
        foreach (var arrival in (string[])["[0]", "[1]"])
            (await client.PostAsync(expected.Where(stat => stat.Data == arrival).Reverse())).Is(201);

        Assert.Equal(expected.Select(stat => stat.Uuid), (await client.ListAsync(new { type = "cartography" })).Uuids);
    }

    [Fact]
    public async Task Offset_and_limit_cut_the_list_anywhere_and_are_echoed()
    {
        var client = await service.App.RegisterAsync();
        PostedStat[] stats = [.. from day in Enumerable.Range(-4, 4) from anr in Anrs select new PostedStat { Anr = anr, Date = PostedStat.Day(day) }];
        (await client.PostAsync(stats)).Is(201);
        string[] all = [.. stats.Select(stat => stat.Uuid!)];

        for (var offset = 0; offset <= all.Length + 1; offset++)
        {
            for (var limit = 1; limit <= all.Length + 1; limit += 2)
            {
                var answer = await client.ListAsync(new { type = "cartography", offset, limit });
                Assert.Equal(all.Skip(offset).Take(limit), answer.Is(200).Uuids);
                Assert.Equal($$"""{"count":"{{answer.Stats.Count}}","offset":"{{offset}}","limit":"{{limit}}"}""", answer.Json.GetProperty("metadata").GetRawText());
            }
        }

        Assert.Equal(all, (await client.ListAsync(new { type = "cartography", offset = 0, limit = 0 })).Uuids);
        Assert.Empty((await client.ListAsync(new { type = "cartography", offset = 1, limit = 0 })).Uuids);
        Assert.Equal(all[1..], (await client.ListAsync(new { type = "cartography", offset = 1, limit = (int?)null })).Uuids);
        Assert.Empty((await client.ListAsync(new { type = "cartography", offset = long.MaxValue, limit = long.MaxValue })).Is(200).Uuids);
        Assert.Equal(all, (await client.ListAsync(new { type = "cartography", limit = long.MaxValue })).Is(200).Uuids);
        Assert.Equal(all[1..], (await client.ListAsync(new { type = "cartography", offset = 1, limit = long.MaxValue })).Is(200).Uuids);
    }

    [Fact]
    public async Task The_last_of_an_ANR_is_the_newest_day_and_of_one_day_what_arrived_last()
    {
        var client = await service.App.RegisterAsync();
        var (anr, other) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var newest = new PostedStat { Anr = anr, Date = PostedStat.Day(-1) };
        var otherNewest = new PostedStat { Anr = other, Date = PostedStat.Day(-200) };
        (await client.PostAsync(new PostedStat { Anr = anr, Date = PostedStat.Day(-2) }, newest, otherNewest)).Is(201);
        await LastIsAsync(newest, otherNewest);

        // An older day that arrives later changes nothing.
        (await client.PostAsync(new PostedStat { Anr = anr, Date = PostedStat.Day(-3) })).Is(201);
        await LastIsAsync(newest, otherNewest);

        // The same day again: first in one batch, then in another one.
        var tie = newest with { Uuid = Guid.NewGuid().ToString() };
        (await client.PostAsync(newest with { Uuid = Guid.NewGuid().ToString() }, tie)).Is(201);
        await LastIsAsync(tie, otherNewest);
        var later = newest with { Uuid = Guid.NewGuid().ToString() };
        (await client.PostAsync(later)).Is(201);
        await LastIsAsync(later, otherNewest);

        async Task LastIsAsync(params PostedStat[] stats)
        {
            var answer = await client.ListAsync(new { type = "cartography", get_last = true, date_to = "2001-01-01", offset = 5, limit = 1 });
            Assert.Equal(stats.Select(stat => stat.Uuid).Order(), answer.Is(200).Uuids.Order());
            Assert.Equal("""{"count":"2","offset":"0","limit":"0"}""", answer.Json.GetProperty("metadata").GetRawText());
        }
    }

    [Fact]
    public async Task The_days_asked_for_are_inclusive_and_three_months_by_default()
    {
        var client = await service.App.RegisterAsync();
        var oldest = DateOnly.FromDateTime(DateTime.UtcNow).AddMonths(-3).ToString("yyyy-MM-dd");
        var outside = DateOnly.Parse(oldest).AddDays(-1).ToString("yyyy-MM-dd");
        PostedStat[] stats = [.. new[] { outside, oldest, PostedStat.Day(-1), PostedStat.Day(0), PostedStat.Day(1) }.Select(date => new PostedStat { Date = date })];
        (await client.PostAsync(stats)).Is(201);

        await DatesAreAsync(new { type = "cartography" }, oldest, PostedStat.Day(-1), PostedStat.Day(0));
        await DatesAreAsync(new { type = "cartography", date_from = PostedStat.Day(-1), date_to = PostedStat.Day(1) }, PostedStat.Day(-1), PostedStat.Day(0), PostedStat.Day(1));
        await DatesAreAsync(new { type = "cartography", date_from = "0001-01-01", date_to = "9999-12-31T23:59:59Z" }, [.. stats.Select(stat => stat.Date)]);
        await DatesAreAsync(new { type = "cartography", date_from = PostedStat.Day(1), date_to = PostedStat.Day(-1) });

        async Task DatesAreAsync(object parameters, params string[] dates) =>
            Assert.Equal(dates, (await client.ListAsync(parameters)).Is(200).Stats.Select(stat => stat.GetProperty("date").GetString()));
    }

    [Fact]
    public async Task A_list_of_more_sheets_than_a_page_of_the_storage_is_whole()
    {
        var client = await service.App.RegisterAsync();
        var first = new DateOnly(2020, 1, 1);
        PostedStat[] stats = [.. Enumerable.Range(0, 1100).Select(day => new PostedStat { Date = first.AddDays(day).ToString("yyyy-MM-dd") })];
        (await client.PostAsync(stats)).Is(201);

        var answer = await client.ListAsync(new { type = "cartography", date_from = "2020-01-01" });

        Assert.Equal(stats.Select(stat => stat.Uuid), answer.Is(200).Uuids);
    }
}
