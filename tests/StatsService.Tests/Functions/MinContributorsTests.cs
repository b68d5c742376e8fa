using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Functions;

/// <summary>What the public, and clients, see of what few organisations report.</summary>
public sealed class MinContributorsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Few = "10000000-0000-0000-0000-000000000001", Shared = PublicStatsData.Threat;
    private StatsServiceApp app = null!;
    private MonarcClient first = null!;
    private PostedStat own = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), null, "PUBLIC_MIN_CONTRIBUTORS=3");
        var clients = new List<MonarcClient>();
        for (var number = 0; number < 3; number++)
            clients.Add(await app.RegisterAsync());
        first = clients[0];

        // Yesterday all three; today two; the day before two analyses of one client and one of another.
        own = Threats(-1, (Shared, 1), (Few, 100));
        (await clients[0].PostAsync(own, Threats(0, (Shared, 70)), Threats(-2, (Shared, 40)), Threats(-2, (Shared, 40)), Risks(-1, 1), Risks(0, 50))).Is(201);
        (await clients[1].PostAsync(Threats(-1, (Shared, 2), (Few, 200)), Threats(0, (Shared, 70)), Threats(-2, (Shared, 40)), Risks(-1, 2), Risks(0, 50))).Is(201);
        (await clients[2].PostAsync(Threats(-1, (Shared, 6)), Risks(-1, 6))).Is(201);
        await Eventually.HoldsAsync(async () => (await app.Services.GetRequiredService<AggregationStatus>().ReadAsync(TestContext.Current.CancellationToken)).Days == 0);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("/stats/threats.json")]
    [InlineData("/stats/threats.json?days=2")]
    [InlineData("/stats/threats.json?last_stats=1")]
    public async Task Averages_show_days_and_objects_that_enough_organisations_report_and_rest_on_these_alone(string path)
    {
        var threat = Assert.Single((await app.Anonymous.GetAsync(path)).Is(200).Stats);

        Assert.Equal(Shared, threat.GetProperty("object").GetString());
        Assert.Equal(PostedStat.Day(-1), Assert.Single(threat.GetProperty("values").EnumerateArray()).GetProperty("date").GetString());
        Assert.Equal(3, threat.GetProperty("averages").GetProperty("count").GetDouble());
    }

    [Fact]
    public async Task Where_no_day_has_enough_there_is_nothing()
    {
        Assert.Equal("[]", (await app.Anonymous.GetAsync("/stats/threats.json?days=1")).Is(200).Text);
        Assert.Equal("[]", (await app.Anonymous.GetAsync("/stats/risks.json?days=1")).Is(200).Text);
        Assert.Equal(3, (await app.Anonymous.GetAsync("/stats/risks.json")).Is(200).Json.GetProperty("current").GetProperty("informational").GetProperty("Low risks").GetDouble());
    }

    [Fact]
    public async Task Clients_see_as_little_of_others_and_all_of_their_own()
    {
        var everybodys = await ProcessedAsync(new { type = "threat", processor = "threat_average_on_date" });
        Assert.Equal(Shared, Assert.Single(everybodys.EnumerateArray()).GetProperty("object").GetString());

        var mine = await ProcessedAsync(new { type = "threat", processor = "threat_average_on_date", anrs = new[] { own.Anr } });
        Assert.Equal([Few, Shared], mine.EnumerateArray().Select(threat => threat.GetProperty("object").GetString()));

        async Task<JsonElement> ProcessedAsync(object parameters) => (await first.GetAsync("stats/processed/", parameters)).Is(200).Json.GetProperty("data");
    }

    private static PostedStat Threats(int day, params (string Uuid, int Count)[] objects) => new()
    {
        Type = "threat",
        Date = PostedStat.Day(day),
        Data = JsonSerializer.Serialize(objects.Select(one => new { uuid = one.Uuid, label2 = "x", count = one.Count, maxRisk = 1, averageRate = "1.00" })),
    };

    private static PostedStat Risks(int day, int low) => new() { Type = "risk", Date = PostedStat.Day(day), Data = PublicStatsData.Risks(low) };
}
