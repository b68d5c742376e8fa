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
    public async Task A_stat_without_UUID_gets_one_of_its_own_each_time()
    {
        var client = await service.App.RegisterAsync();
        var stat = new PostedStat { Uuid = null };

        var first = (await client.PostAsync(stat)).Is(201).Uuids.Single();
        var second = (await client.PostAsync(stat)).Is(201).Uuids.Single();

        Assert.Equal(new[] { first, second }.Order(), (await client.ListAsync(Cartography)).Uuids.Order());
        Assert.NotEqual(first, second);
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
