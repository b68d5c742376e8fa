namespace StatsService.Tests.Functions;

public sealed class CreateStatsTests(StatsServiceFixture service) : IClassFixture<StatsServiceFixture>
{
    private static readonly object Cartography = new { type = "cartography" };

    [Fact]
    public async Task A_UUID_is_stored_once_and_what_came_first_stays()
    {
        var client = await service.App.RegisterAsync();
        var first = new PostedStat { Data = """{"first":1}""" };
        var other = new PostedStat { Data = """{"other":1}""" };
        (await client.PostAsync(first)).Is(201);

        var answer = await client.PostAsync(first with { Data = """{"second":2}""", Anr = Guid.NewGuid().ToString() }, other);

        Assert.Equal([other.Uuid], answer.Is(207).Uuids);
        Assert.Equal("""{"first":1}""", (await client.ListAsync(Cartography)).DataByUuid[first.Uuid!]);
    }

    [Fact]
    public async Task A_UUID_twice_in_a_batch_is_stored_once_and_the_first_counts()
    {
        var client = await service.App.RegisterAsync();
        var first = new PostedStat { Data = """{"first":1}""" };

        var answer = await client.PostAsync(first, first with { Data = "[2]", Type = "compliance" }, new PostedStat());

        Assert.Equal(2, answer.Is(207).Stats.Count);
        Assert.Equal("2", answer.Json.GetProperty("metadata").GetProperty("count").GetString());
        Assert.Equal("""{"first":1}""", (await client.ListAsync(Cartography)).DataByUuid[first.Uuid!]);
        Assert.Empty((await client.ListAsync(new { type = "compliance" })).Stats);
    }

    [Fact]
    public async Task A_client_can_not_block_the_UUIDs_of_another()
    {
        var stat = new PostedStat();
        var (one, other) = (await service.App.RegisterAsync(), await service.App.RegisterAsync());

        (await one.PostAsync(stat with { Data = "[1]" })).Is(201);
        (await other.PostAsync(stat with { Data = "[2]" })).Is(201);

        Assert.Equal("[1]", (await one.ListAsync(Cartography)).DataByUuid[stat.Uuid!]);
        Assert.Equal("[2]", (await other.ListAsync(Cartography)).DataByUuid[stat.Uuid!]);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task A_batch_of_many_stats_is_stored_in_the_order_given_and_a_second_time_not_at_all(int count)
    {
        var client = await service.App.RegisterAsync();
        var anr = Guid.NewGuid().ToString();
        PostedStat[] stats = [.. PostedStat.Many(count).Select(stat => stat with { Anr = anr })];

        var answer = await client.PostAsync(stats);

        Assert.Equal(stats.Select(stat => stat.Uuid), answer.Is(201).Uuids);
        Assert.Equal(stats.Select(stat => stat.Uuid), (await client.ListAsync(Cartography)).Uuids);
        Assert.Empty((await client.PostAsync(stats)).Is(207).Stats);
        Assert.Equal(count, (await client.ListAsync(Cartography)).Stats.Count);
    }

    [Fact]
    public async Task A_batch_of_30_MB_is_stored_whole()
    {
        var client = await service.App.RegisterAsync();
        var data = PostedStat.Compressible(300_000);
        // A tenth of it doesn't compress, so that it takes several transactions.
        PostedStat[] stats = [.. Enumerable.Range(0, 90).Select(number => new PostedStat
        {
            Type = number % 2 == 0 ? "cartography" : "compliance",
            Date = PostedStat.Day(-1 - (number % 3)),
            Data = number % 10 == 0 ? PostedStat.Incompressible(225_000) : data,
        })];

        (await client.PostAsync(stats)).Is(201);

        var stored = (await client.ListAsync(Cartography)).DataByUuid.Concat((await client.ListAsync(new { type = "compliance" })).DataByUuid).ToDictionary();
        Assert.Equal(stats.Length, stored.Count);
        Assert.All(stats, stat => Assert.True(stored[stat.Uuid!] == stat.Data));
    }

    [Fact]
    public async Task A_stat_of_4_MiB_of_JSON_is_stored()
    {
        var client = await service.App.RegisterAsync();
        var stat = new PostedStat { Data = PostedStat.Compressible(4 * 1024 * 1024) };

        (await client.PostAsync(stat)).Is(201);

        Assert.True((await client.ListAsync(Cartography)).DataByUuid[stat.Uuid!] == stat.Data);
    }

    [Fact]
    public async Task A_stat_that_can_not_fit_is_refused_with_its_limit_and_nothing_of_the_batch_is_stored()
    {
        var client = await service.App.RegisterAsync();
        var tooLarge = new PostedStat { Data = PostedStat.Incompressible(1_500_000) };

        var answer = await client.PostAsync([.. PostedStat.Many(150), tooLarge]);

        Assert.Contains("960 KiB", answer.Is(413).Message);
        Assert.Contains(tooLarge.Anr, answer.Message);
        Assert.Empty((await client.ListAsync(Cartography)).Stats);
    }

    [Fact]
    public async Task An_empty_batch_is_stored()
    {
        var client = await service.App.RegisterAsync();

        var answer = await client.PostAsync("[]");

        Assert.Equal("""{"metadata":{"count":"0","offset":"0","limit":"0"},"data":[]}""", answer.Is(201).Text);
    }

    [Fact]
    public async Task A_request_without_UUIDs_is_recognised_when_it_is_sent_again_and_one_that_differs_is_another()
    {
        var client = await service.App.RegisterAsync();
        var stat = new PostedStat { Uuid = null };

        var first = (await client.PostAsync(stat, stat)).Is(201).Uuids;
        var again = (await client.PostAsync(stat, stat)).Is(201).Uuids;
        var other = (await client.PostAsync($" {PostedStat.Batch(stat, stat)}")).Is(201).Uuids;

        Assert.Equal(first, again);
        Assert.Equal(4, first.Concat(other).Distinct().Count());
        Assert.Equal(first.Concat(other).Order(), (await client.ListAsync(Cartography)).Uuids.Order());
    }

    [Fact]
    public async Task What_a_request_without_UUIDs_lacks_since_a_deletion_is_stored_when_it_is_sent_again()
    {
        var client = await service.App.RegisterAsync();
        PostedStat[] day = [.. Enumerable.Range(0, 3).Select(_ => new PostedStat { Uuid = null })];
        var uuids = (await client.PostAsync(day)).Is(201).Uuids;
        (await client.DeleteAsync($"stats/{day[1].Anr}")).Is(204);
        Assert.Equal(2, (await client.ListAsync(Cartography)).Stats.Count);

        Assert.Equal(uuids, (await client.PostAsync(day)).Is(201).Uuids);

        Assert.Equal(uuids.Order(), (await client.ListAsync(Cartography)).Uuids.Order());
        await service.RowsAgreeAsync();
    }

    [Fact]
    public async Task What_was_stored_without_UUID_can_not_be_stored_again_with_the_UUID_that_it_was_given()
    {
        var client = await service.App.RegisterAsync();
        var uuid = (await client.PostAsync(new PostedStat { Uuid = null, Data = "[1]" })).Is(201).Uuids.Single();
        var added = new PostedStat();

        Assert.Equal([added.Uuid], (await client.PostAsync(new PostedStat { Uuid = uuid, Data = "[2]" }, added)).Is(207).Uuids);

        Assert.Equal("[1]", (await client.ListAsync(Cartography)).DataByUuid[uuid]);
    }

    [Fact]
    public async Task More_than_five_thousand_stats_are_refused_before_any_is_stored()
    {
        var client = await service.App.RegisterAsync();
        var stat = new PostedStat { Uuid = null };

        Assert.Contains("5000 stats", (await client.PostAsync(Enumerable.Repeat(stat, 5001))).Is(413).Message);
        Assert.Empty((await client.ListAsync(Cartography)).Stats);

        Assert.Equal(5000, (await client.PostAsync(Enumerable.Repeat(stat, 5000))).Is(201).Uuids.Distinct().Count());
    }

    [Fact]
    public async Task Of_a_batch_with_one_wrong_element_nothing_is_stored()
    {
        var client = await service.App.RegisterAsync();

        var answer = await client.PostAsync(new PostedStat(), new PostedStat(), new PostedStat { Date = "yesterday" });

        Assert.Equal(["2.date"], answer.Is(400).ErrorFields);
        Assert.Empty((await client.ListAsync(Cartography)).Stats);
    }
}
