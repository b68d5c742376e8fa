using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Rollups;

/// <summary>What aggregating and reading totals cost in storage operations.</summary>
public sealed class RollupBudgetTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string prefix = azurite.NewPrefix();
    private StatsServiceApp app = null!;
    private MonarcClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);
        client = await app.RegisterAsync();
        await PostAndAwaitAsync(PostedStat.Day(0));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Aggregating_a_type_and_day_of_a_client_takes_six_operations()
    {
        var cold = new StorageWatch();
        await using var quiet = await StatsServiceApp.StartAsync(
            azurite.ConnectionString, azurite.NewPrefix(), WatchedStorage.Through(cold), StatsServiceApp.WithoutQueues);
        var own = await quiet.RegisterAsync();
        var posted = PostedStat.Day(0);

        // Its tables are there, and the day has a total, by the second time.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            (await own.PostAsync(new PostedStat { Type = "threat", Date = posted, Data = PublicStatsData.Threats(1) })).Is(201);
            var marks = await ReadMarksAsync(quiet);
            cold.Clear();
            await quiet.Services.GetRequiredService<Aggregator>().AggregateAsync(marks, TestContext.Current.CancellationToken);
        }

        Assert.True(cold.Seen.Count <= 6, string.Join('\n', cold.Seen));
        Assert.Empty(await ReadMarksAsync(quiet));
        Assert.Single((await quiet.Anonymous.GetAsync("/stats/threats.json")).Is(200).Stats);
    }

    [Fact]
    public async Task A_year_takes_fourteen_operations_cold_and_one_warm()
    {
        // The first and the last day of the year are in the same month of two years: thirteen months.
        await PostAndAwaitAsync([.. Enumerable.Range(0, 14).Select(month => PostedStat.Day(-28 * month))]);
        var cold = new StorageWatch();
        await using var other = await StatsServiceApp.StartAsync(
            azurite.ConnectionString, prefix, WatchedStorage.Through(cold), StatsServiceApp.WithoutQueues);

        cold.Clear();
        var answer = (await other.Anonymous.GetAsync("/stats/threats.json?days=365")).Is(200);
        Assert.Equal(14, answer.Json[0].GetProperty("values").GetArrayLength());
        // An instance makes sure of its tables at their first use.
        var own = cold.Seen.Where(operation => operation.Kind != "create").ToList();
        Assert.True(own.Count <= 14, string.Join('\n', own));

        cold.Clear();
        (await other.Anonymous.GetAsync("/stats/threats.json?days=365")).Is(200);
        Assert.True(cold.Seen.Count <= 1, string.Join('\n', cold.Seen));

        (await new MonarcClient(other.Http, client.Token).GetAsync("client/me")).Is(200);
        cold.Clear();
        (await new MonarcClient(other.Http, client.Token).GetAsync(
            "stats/processed/", new { type = "threat", processor = "threat_average_on_date", date_from = PostedStat.Day(-364) })).Is(200);
        Assert.True(cold.Seen.Count <= 1, string.Join('\n', cold.Seen));
    }

    private static async Task<IReadOnlyList<ChangedDay>> ReadMarksAsync(StatsServiceApp app)
    {
        var clients = app.Services.GetRequiredService<ClientStore>().ListAsync(TestContext.Current.CancellationToken);
        var store = app.Services.GetRequiredService<StatStore>();
        return await clients
            .SelectMany(client => store.ReadMarksAsync(client.Uuid, TestContext.Current.CancellationToken))
            .Select(mark => mark.Day)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

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
