using Microsoft.Extensions.DependencyInjection;
using StatsService.Tests.Azurite;
using StatsService.Tests.Storage.Engines;
using StatsService.Totals;

namespace StatsService.Tests.Totals;

/// <summary>What aggregating and reading totals cost in storage operations, on every engine.</summary>
public abstract class TotalsBudgetTests(StorageUnderTest storage, StorageUnderTest fresh) : IAsyncLifetime
{
    private StatsServiceApp app = null!;
    private MonarcClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(storage.Settings);
        client = await app.RegisterAsync();
        await PostAndAwaitAsync(PostedStat.Day(0));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await storage.DisposeAsync();
        await fresh.DisposeAsync();
    }

    [Fact]
    public async Task Aggregating_a_type_and_day_of_a_client_takes_at_most_ten_operations()
    {
        var cold = new StorageWatch();
        await using var quiet = await StatsServiceApp.StartAsync(fresh.Settings.Concat(StatsServiceApp.WithoutQueues), WatchedStorage.Through(cold));
        var own = await quiet.RegisterAsync();
        var posted = PostedStat.Day(0);

        // Its tables are there, and the day has a total, by the second time.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            (await own.PostAsync(new PostedStat { Type = "threat", Date = posted, Data = PublicStatsData.Threats(1) })).Is(201);
            var pending = quiet.Services.GetRequiredService<AggregationStatus>();
            var bell = Bell.For(PendingDays.BucketOf((await pending.ReadAsync(TestContext.Current.CancellationToken)).Oldest!.Client));
            cold.Clear();
            await quiet.Services.GetRequiredService<Aggregator>().AggregateAsync(bell, TestContext.Current.CancellationToken);
        }

        Assert.True(cold.Seen.Count <= 10, string.Join('\n', cold.Seen));
        Assert.Equal(0, (await quiet.Services.GetRequiredService<AggregationStatus>().ReadAsync(TestContext.Current.CancellationToken)).Days);
        Assert.Single((await quiet.Anonymous.GetAsync("/stats/threats.json")).Is(200).Stats);
    }

    [Fact]
    public async Task A_year_takes_fourteen_operations_cold_and_one_warm()
    {
        // The first and the last day of the year are in the same month of two years: thirteen months.
        await PostAndAwaitAsync([.. Enumerable.Range(0, 14).Select(month => PostedStat.Day(-28 * month))]);
        var cold = new StorageWatch();
        await using var other = await StatsServiceApp.StartAsync(storage.Settings.Concat(StatsServiceApp.WithoutQueues), WatchedStorage.Through(cold));

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

public sealed class AzureTotalsBudgetTests(AzuriteFixture azurite) : TotalsBudgetTests(new AzuriteUnderTest(azurite), new AzuriteUnderTest(azurite));

public sealed class SqliteTotalsBudgetTests() : TotalsBudgetTests(new SqliteUnderTest(), new SqliteUnderTest());
