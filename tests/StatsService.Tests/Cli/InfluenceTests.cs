using System.Text.Json;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Cli;

public sealed class InfluenceTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Own = "10000000-0000-0000-0000-000000000001", Low = "20000000-0000-0000-0000-000000000002";
    private readonly string prefix = azurite.NewPrefix();
    private StatsServiceApp app = null!;

    public async ValueTask InitializeAsync() => app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Clients_are_listed_by_how_far_averages_would_move_without_them_and_no_statistics_are_read()
    {
        await PostAsync("small", Threats(-1, (PublicStatsData.Threat, 4), (Low, 2)), Threats(0, (PublicStatsData.Threat, 4)));
        await PostAsync("large", Threats(-1, (PublicStatsData.Threat, 400)), Threats(0, (PublicStatsData.Threat, 6), (Low, 3), (Own, 999)));
        await PostAsync("late", Threats(0, (PublicStatsData.Threat, 6)));
        await PostAsync("silent");
        await Eventually.HoldsAsync(async () => (await app.Anonymous.GetAsync("/stats/threats.json")).Is(200).Stats
            .Any(threat => threat.GetProperty("object").GetString() == PublicStatsData.Threat && threat.GetProperty("averages").GetProperty("count").GetDouble() == 84));
        var watch = new StorageWatch();

        var found = (await new Tool(azurite.ConnectionString, prefix) { Watch = watch }.RunAsync("client", "influence", "--output", "json")).Is(0).Json;

        // Of five reports, 4 + 4 + 400 + 6 + 6.
        Assert.Equal(["large", "small", "late"], found.EnumerateArray().Select(one => one.GetProperty("client").GetString()));
        Assert.Equal(("count", PublicStatsData.Threat, 84, 14 / 3.0, 1), Moved(found[0]));
        Assert.Equal((84 - (14 / 3.0)) / (14 / 3.0), found[0].GetProperty("move").GetDouble(), 1e-12);
        Assert.Equal(("count", PublicStatsData.Threat, 84, 412 / 3.0, 0), Moved(found[1]));
        Assert.Equal(("count", PublicStatsData.Threat, 84, 414 / 4.0, 0), Moved(found[2]));
        Assert.DoesNotContain(watch.Seen, operation => operation.Store.EndsWith("Stats", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_is_alone_moves_nothing_and_what_it_alone_reports_is_counted()
    {
        await PostAsync("alone", Threats(0, (PublicStatsData.Threat, 4), (Own, 2)), new PostedStat { Type = "risk", Date = PostedStat.Day(0), Data = PublicStatsData.Risks(7) });
        await Eventually.HoldsAsync(async () => (await app.Anonymous.GetAsync("/stats/threats.json")).Is(200).Stats.Count == 2
            && (await app.Anonymous.GetAsync("/stats/risks.json")).Is(200).Text.Contains('7', StringComparison.Ordinal));

        var table = (await new Tool(azurite.ConnectionString, prefix).RunAsync("client", "influence", "--days", "1")).Is(0).Output.Split('\n');

        Assert.StartsWith("CLIENT  MOVES BY  TYPE", table[0], StringComparison.Ordinal);
        Assert.Matches(@"^alone +- +- +- +- +- +3 +-$", table[1]);
        (await new Tool(azurite.ConnectionString, prefix).RunAsync("client", "influence", "--days", "0")).Is(2);
    }

    private static (string?, string?, double, double, int) Moved(JsonElement one) => (
        one.GetProperty("measure").GetString(), one.GetProperty("object").GetString(), one.GetProperty("with").GetDouble(), one.GetProperty("without").GetDouble(), one.GetProperty("alone").GetInt32());

    private static PostedStat Threats(int day, params (string Uuid, int Count)[] objects) => new()
    {
        Type = "threat",
        Date = PostedStat.Day(day),
        Data = JsonSerializer.Serialize(objects.Select(one => new { uuid = one.Uuid, label2 = "x", count = one.Count, maxRisk = 1, averageRate = "1.00" })),
    };

    private async Task PostAsync(string name, params PostedStat[] stats) => (await (await app.RegisterAsync(name)).PostAsync(stats)).Is(201);
}
