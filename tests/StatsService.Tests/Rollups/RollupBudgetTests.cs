using StatsService.Tests.Azurite;

namespace StatsService.Tests.Rollups;

/// <summary>What aggregating and reading totals cost in storage operations.</summary>
public sealed class RollupBudgetTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string prefix = azurite.NewPrefix();
    private StatsServiceApp app = null!;
    private MonarcClient client = null!;
    private readonly StorageWatch watch = new();

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix, WatchedStorage.Through(watch));
        client = await app.RegisterAsync();
        await PostAndAwaitAsync(PostedStat.Day(0));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Aggregating_a_type_and_day_of_a_client_takes_six_operations()
    {
        watch.Clear();
        await PostAndAwaitAsync(PostedStat.Day(-1));

        // What the queue's listener does, and the reads of the waiting test, are not the aggregator's.
        var own = watch.Seen.SkipWhile(operation => !operation.IsQueueSend).Skip(1)
            .Where(operation => !operation.Path.Contains("messages", StringComparison.Ordinal) && !IsVersionRead(operation) && !IsMonthRead(operation))
            .ToList();
        Assert.True(own.Count <= 6, string.Join('\n', own));
    }

    [Fact]
    public async Task A_year_takes_fourteen_operations_cold_and_one_warm()
    {
        await PostAndAwaitAsync([.. Enumerable.Range(0, 13).Select(month => PostedStat.Day(-28 * month))]);
        var cold = new StorageWatch();
        await using var other = await StatsServiceApp.StartAsync(
            azurite.ConnectionString, prefix, WatchedStorage.Through(cold), StatsServiceApp.WithoutQueues);
        // The first call of an instance makes sure of the tables.
        (await other.Anonymous.GetAsync("/stats/risks.json?days=36500")).Is(200);
        (await new MonarcClient(other.Http, client.Token).GetAsync("client/me")).Is(200);

        cold.Clear();
        var answer = (await other.Anonymous.GetAsync("/stats/threats.json?days=365")).Is(200);
        Assert.Equal(13, answer.Json[0].GetProperty("values").GetArrayLength());
        Assert.True(cold.Seen.Count <= 14, string.Join('\n', cold.Seen));

        cold.Clear();
        (await other.Anonymous.GetAsync("/stats/threats.json?days=365")).Is(200);
        Assert.True(cold.Seen.Count <= 1, string.Join('\n', cold.Seen));

        cold.Clear();
        (await new MonarcClient(other.Http, client.Token).GetAsync(
            "stats/processed/", new { type = "threat", processor = "threat_average_on_date", date_from = PostedStat.Day(-364) })).Is(200);
        Assert.True(cold.Seen.Count <= 1, string.Join('\n', cold.Seen));
    }

    private static bool IsVersionRead(StorageOperation operation) => operation.IsQuery && operation.Path.Contains("State", StringComparison.Ordinal);

    private static bool IsMonthRead(StorageOperation operation) => operation.IsQuery && operation.Path.Contains("Rollups", StringComparison.Ordinal);

    private async Task PostAndAwaitAsync(params string[] dates)
    {
        (await client.PostAsync(dates.Select(date => new PostedStat { Type = "threat", Date = date, Data = PublicStatsData.Threats(1) }))).Is(201);
        await Eventually.HoldsAsync(async () =>
        {
            var answer = await app.Anonymous.GetAsync("/stats/threats.json?days=36500");
            var known = answer.Stats.SelectMany(threat => threat.GetProperty("values").EnumerateArray()).Select(value => value.GetProperty("date").GetString());
            return dates.All(date => known.Contains(date));
        });
    }
}
