using System.Text.Json;
using StatsService.Tests.Azurite;
using StatsService.Tests.Storage.Engines;
using StatsService.Totals;

namespace StatsService.Tests.Storage;

/// <summary>How many storage operations a call may take, on every engine: what an answer costs in time and money in Azure.</summary>
public abstract class BudgetTests(StorageUnderTest storage) : IAsyncLifetime
{
    private static readonly string[] Types = ["risk", "threat", "vulnerability", "cartography", "compliance"];
    private readonly StorageWatch watch = new();
    private StatsServiceApp app = null!;
    private MonarcClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StartAsync(watch);
        client = await app.RegisterAsync();
        // Tables and queues are made on first use, once in the life of an installation.
        (await client.PostAsync(Types.Select(type => new PostedStat { Type = type, Date = "2001-01-01" }))).Is(201);
        watch.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task A_key_is_looked_up_with_one_point_read_and_then_remembered()
    {
        var cold = new StorageWatch();
        await using var other = await StartAsync(cold);
        var caller = new MonarcClient(other.Http, client.Token);
        // The first call of an instance makes sure of the table.
        (await new MonarcClient(other.Http, "unknown").GetAsync("client/me")).Is(403);
        cold.Clear();

        (await caller.GetAsync("client/me")).Is(200);
        Assert.True(Assert.Single(cold.Seen).IsPointRead);

        cold.Clear();
        (await caller.GetAsync("client/me")).Is(200);
        Assert.Empty(cold.Seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Posting_25_stats_takes_an_announcement_a_read_a_transaction_and_a_message(bool hasUuids)
    {
        PostedStat[] day =
        [
            .. from anr in Enumerable.Range(0, 5).Select(_ => Guid.NewGuid().ToString())
               from type in Types
               select new PostedStat { Uuid = hasUuids ? Guid.NewGuid().ToString() : null, Anr = anr, Type = type, Date = PostedStat.Day(-1), Data = PostedStat.Compressible(20_000) },
        ];

        (await client.PostAsync(day)).Is(201);

        Assert.Equal(
            [("write", "Pending"), ("find", "Stats"), ("write", "Stats"), ("send", Bell.QueueName)],
            watch.Seen.Select(operation => (operation.Kind, operation.Store)));
    }

    [Fact]
    public async Task Listing_three_months_of_20_ANRs_takes_two_queries_at_most()
    {
        await PostDaysAsync(91);

        (await client.ListAsync(new { type = "risk" })).Is(200);

        Assert.InRange(watch.Seen.Count, 1, 2);
        Assert.All(watch.Seen, operation => Assert.True(operation.IsQuery));
    }

    [Fact]
    public async Task The_newest_of_each_ANR_takes_as_many_reads_however_long_the_history()
    {
        await PostDaysAsync(5);
        (await client.ListAsync(new { type = "risk", get_last = true })).Is(200);
        var shortly = watch.Seen.Count;

        await PostDaysAsync(120);
        var answer = await client.ListAsync(new { type = "risk", get_last = true });

        Assert.Equal(20 + 1, answer.Is(200).Stats.Count);
        Assert.Equal(shortly, watch.Seen.Count);
        // The map, the sheet of yesterday, and that of the one ANR of long ago.
        Assert.Equal(1 + 2, watch.Seen.Count);
        Assert.All(watch.Seen, operation => Assert.True(operation.IsPointRead));
    }

    [Fact]
    public async Task The_averages_of_5000_unknown_ANRs_take_one_point_read_however_much_is_stored_of_others()
    {
        await PostDaysAsync(91);
        string[] unknown = [.. Enumerable.Range(0, 5_000).Select(_ => Guid.NewGuid().ToString())];

        Assert.Equal("[]", (await AverageAsync(unknown)).GetRawText());

        Assert.True(Assert.Single(watch.Seen).IsPointRead);
    }

    [Fact]
    public async Task The_averages_of_an_ANR_among_5000_take_a_point_read_and_a_query()
    {
        await PostDaysAsync(91);
        string[] anrs = [.. Enumerable.Range(0, 5_000).Select(_ => Guid.NewGuid().ToString()), new Guid(1, 0, 0, new byte[8]).ToString()];

        Assert.Equal(JsonValueKind.Object, (await AverageAsync(anrs)).ValueKind);

        Assert.Equal([("find", "Stats"), ("read", "Stats")], watch.Seen.Select(operation => (operation.Kind, operation.Store)));
    }

    private async Task<JsonElement> AverageAsync(string[] anrs) =>
        (await client.GetAsync("stats/processed/", new { type = "risk", processor = "risk_averages", anrs })).Is(200).Json.GetProperty("data");

    private Task<StatsServiceApp> StartAsync(StorageWatch watched) =>
        StatsServiceApp.StartAsync(storage.Settings.Concat(StatsServiceApp.WithoutQueues), WatchedStorage.Through(watched));

    // One request a day, as MONARC's cron sends them, makes a sheet a day; so does one request for all days.
    private async Task PostDaysAsync(int days)
    {
        string[] anrs = [.. Enumerable.Range(0, 20).Select(number => new Guid(number + 1, 0, 0, new byte[8]).ToString())];
        (await client.PostAsync(from day in Enumerable.Range(1, days) from anr in anrs select new PostedStat { Anr = anr, Type = "risk", Date = PostedStat.Day(-day) })).Is(201);

        // The service remembers a key for ten seconds. Posting takes longer on a busy machine, and looking the key up again would be counted below.
        (await client.GetAsync("client/me")).Is(200);
        watch.Clear();
    }
}

public sealed class AzureBudgetTests(AzuriteFixture azurite) : BudgetTests(new AzuriteUnderTest(azurite));

public sealed class SqliteBudgetTests() : BudgetTests(new SqliteUnderTest());
