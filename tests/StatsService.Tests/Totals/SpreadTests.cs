using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Tests.Azurite;
using StatsService.Tests.Storage.Engines;
using StatsService.Totals;
using StatsService.Upkeep;

namespace StatsService.Tests.Totals;

/// <summary>How far organisations differ, from what they post to what a page draws, on every engine.</summary>
public abstract class SpreadTests(StorageUnderTest storage) : IAsyncLifetime
{
    private const string Shared = PublicStatsData.Threat, Few = "10000000-0000-0000-0000-000000000001";
    private const int Old = -20;
    private readonly StorageWatch watch = new();
    private StatsServiceApp app = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(storage.Settings, WatchedStorage.Through(watch));
        for (var number = 1; number <= 6; number++)
        {
            var client = await app.RegisterAsync($"organisation {number}");
            // The mean of an organisation's two analyses is its number.
            PostedStat[] stats =
            [
                Threats(-1, (Shared, number - 1)), Threats(-1, (Shared, number + 1)), Threats(Old, (Shared, number)),
                .. number <= 4 ? (PostedStat[])[Threats(-1, (Few, number))] : [],
            ];
            (await client.PostAsync(stats)).Is(201);
        }

        await NothingIsPendingAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task The_night_tells_how_far_organisations_differ_and_again_the_same_the_next_night()
    {
        Assert.Equal("null", await MeansAsync(Shared, -1));
        Assert.Equal(JsonValueKind.Null, (await RankedAsync(Shared)).GetProperty("organisationMeans").ValueKind);

        await PassNightAsync();

        await Eventually.HoldsAsync(async () => await MeansAsync(Shared, -1) == "[2.25,3.5,4.75]");
        await Eventually.HoldsAsync(async () => (await RankedAsync(Shared)).GetProperty("organisationMeans").GetRawText() == "[[1,1,1],[2.25,3.5,4.75],[2,2,2]]");
        Assert.Equal(6, (await RankedAsync(Shared)).GetProperty("organisations").GetInt32());
        Assert.Equal(("null", "null", "null"), (await MeansAsync(Few, -1), await MeansAsync(Shared, -2), await MeansAsync(Shared, Old)));
        Assert.Equal(JsonValueKind.Null, (await RankedAsync(Few)).GetProperty("organisationMeans").ValueKind);

        var before = await app.Anonymous.GetAsync(Address(Shared));
        await PassNightAsync();
        var after = await app.Anonymous.GetAsync(Address(Shared));
        Assert.Equal((before.Text, before.Headers.ETag), (after.Text, after.Headers.ETag));
    }

    [Fact]
    public async Task Who_is_excluded_leaves_it_and_where_fewer_than_five_are_left_there_is_none()
    {
        await PassNightAsync();
        await Eventually.HoldsAsync(async () => await MeansAsync(Shared, -1) == "[2.25,3.5,4.75]");

        await ExcludeAsync("organisation 6");
        await PassNightAsync();
        await Eventually.HoldsAsync(async () => await MeansAsync(Shared, -1) == "[2,3,4]");

        await ExcludeAsync("organisation 5");
        await PassNightAsync();
        await Eventually.HoldsAsync(async () => await MeansAsync(Shared, -1) == "null");
    }

    [Fact]
    public async Task Days_of_long_ago_have_it_after_the_totals_were_rebuilt()
    {
        Assert.Empty((await app.Services.GetRequiredService<TotalsAudit>().RebuildAsync(null, Cancellation)).Differences);

        await Eventually.HoldsAsync(async () => await MeansAsync(Shared, Old) == "[2.25,3.5,4.75]");
        Assert.Equal("[2.25,3.5,4.75]", await MeansAsync(Shared, -1));
    }

    [Fact]
    public async Task It_costs_the_night_a_write_and_a_new_version_for_each_day_that_has_statistics()
    {
        var reconciler = app.Services.GetRequiredService<Reconciler>();
        watch.Clear();

        await reconciler.ReconcileTotalAsync(StatType.Threat, DateOnly.Parse(PostedStat.Day(-1)), Cancellation);

        Assert.Equal([("read", "Totals"), ("read", "Totals"), ("write", "Totals"), ("write", "State")], SeenOfTables());
        watch.Clear();

        await reconciler.ReconcileTotalAsync(StatType.Threat, DateOnly.Parse(PostedStat.Day(-2)), Cancellation);
        await reconciler.ReconcileTotalAsync(StatType.Risk, DateOnly.Parse(PostedStat.Day(-1)), Cancellation);

        Assert.Equal(Enumerable.Repeat(("read", "Totals"), 4), SeenOfTables());

        // The app listens to its queues meanwhile.
        IEnumerable<(string, string)> SeenOfTables() => watch.Seen.Select(operation => (operation.Kind, operation.Store)).Where(operation => operation.Kind is "find" or "read" or "write");
    }

    [Fact]
    public async Task What_the_contract_describes_is_answered_without_reading_it()
    {
        await app.Services.GetRequiredService<TotalsAudit>().RebuildAsync(null, Cancellation);
        var cold = new StorageWatch();
        await using var other = await StatsServiceApp.StartAsync([.. storage.Settings, .. StatsServiceApp.WithoutQueues], WatchedStorage.Through(cold));
        cold.Clear();

        (await other.Anonymous.GetAsync("/stats/threats.json?days=2")).Is(200);

        // The versions, and the totals of at most two months.
        Assert.InRange(cold.Seen.Count(operation => operation.Kind != "create"), 2, 3);
    }

    private static PostedStat Threats(int day, params (string Uuid, int Count)[] objects) => new()
    {
        Type = "threat",
        Date = PostedStat.Day(day),
        Data = JsonSerializer.Serialize(objects.Select(one => new { uuid = one.Uuid, label2 = "x", count = one.Count, maxRisk = 2, averageRate = "1.00" })),
    };

    private static string Address(string uuid) => $"/stats/objects/threats.json?uuid={uuid}";

    private async Task PassNightAsync()
    {
        await app.Services.GetRequiredService<JobParts>().SendReconciliationAsync(Cancellation);
        var queue = app.Services.GetRequiredService<StatsService.Storage.StorageEngine>().Queue(JobPart.QueueName);
        await Eventually.HoldsAsync(async () => await queue.CountAsync(Cancellation) == 0);
    }

    private async Task ExcludeAsync(string name)
    {
        var client = (await app.Services.GetRequiredService<ClientRegistry>().FindAsync(name, Cancellation))!.Uuid;
        (await app.Admin.SendAsync("POST", $"admin/clients/{client}/exclude")).Is(200);
        await NothingIsPendingAsync();
    }

    private Task NothingIsPendingAsync() => Eventually.HoldsAsync(async () => (await app.Services.GetRequiredService<AggregationStatus>().ReadAsync(Cancellation)).Days == 0);

    private async Task<string> MeansAsync(string uuid, int day)
    {
        var found = (await app.Anonymous.GetAsync(Address(uuid))).Is(200).Json;
        var from = DateOnly.Parse(found.GetProperty("from").GetString()!);
        return found.GetProperty("organisationMeans").GetProperty("count")[DateOnly.Parse(PostedStat.Day(day)).DayNumber - from.DayNumber].GetRawText();
    }

    private async Task<JsonElement> RankedAsync(string uuid) =>
        (await app.Anonymous.GetAsync("/stats/ranking/threats.json")).Is(200).Json.GetProperty("objects").EnumerateArray().Single(one => one.GetProperty("object").GetString() == uuid);
}

public sealed class AzureSpreadTests(AzuriteFixture azurite) : SpreadTests(new AzuriteUnderTest(azurite));

public sealed class SqliteSpreadTests() : SpreadTests(new SqliteUnderTest());
