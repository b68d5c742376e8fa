using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StatsService.Processors;
using StatsService.Tests.Azurite;
using StatsService.Tests.Cli;

namespace StatsService.Tests.Functions;

public sealed class ClientMapTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Rare = "10000000-0000-0000-0000-000000000001", Frequent = "20000000-0000-0000-0000-000000000002";

    private readonly string prefix = azurite.NewPrefix();
    private StatsServiceApp app = null!;

    public async ValueTask InitializeAsync() => app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_client_with_coordinates_and_stats_of_both_kinds_is_shown_with_what_it_counts_most_on_average()
    {
        var shown = await RegisterAsync("shown", "49.5", "6.3");
        var withoutVulnerabilities = await RegisterAsync("without vulnerabilities", "48", "7");
        var nowhere = await app.RegisterAsync("nowhere");
        foreach (var client in (MonarcClient[])[shown, nowhere])
            (await client.PostAsync(Stat("threat", -1, (Rare, 9)), Stat("threat", 0, (Rare, 2), (Frequent, 7)), Stat("vulnerability", 0, (Rare, 3)))).Is(201);
        (await withoutVulnerabilities.PostAsync(Stat("threat", 0, (Rare, 1)))).Is(201);

        Assert.Equal($$"""[{"latitude":49.5,"longitude":6.3,"max_threat":[7,"{{Frequent}}"],"max_vulnerability":[3,"{{Rare}}"]}]""", (await MapAsync()).GetRawText());
    }

    [Theory]
    [InlineData("49.5449", "-6.2501", "49.5", "-6.3")]
    [InlineData("-0.04", "179.96", "0", "180")]
    public async Task Coordinates_are_rounded_to_a_tenth_of_a_degree(string latitude, string longitude, string shownLatitude, string shownLongitude)
    {
        var client = await RegisterAsync("acme", latitude, longitude);
        (await client.PostAsync(Stat("threat", 0, (Rare, 1)), Stat("vulnerability", 0, (Rare, 1)))).Is(201);

        Assert.StartsWith($$"""[{"latitude":{{shownLatitude}},"longitude":{{shownLongitude}},""", (await MapAsync()).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_averages_rest_on_several_organisations_the_map_tells_of_no_client_what_it_reports_and_none_shows_who_is_excluded()
    {
        foreach (var name in (string[])["shown", "excluded"])
        {
            var client = await RegisterAsync(name, "49.5", "6.3");
            (await client.PostAsync(Stat("threat", 0, (Rare, 1)), Stat("vulnerability", 0, (Rare, 1)))).Is(201);
        }

        (await new Tool(azurite.ConnectionString, prefix).RunAsync("client", "exclude", "excluded")).Is(0);
        await using var careful = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix, null, "PUBLIC_MIN_CONTRIBUTORS=2");

        Assert.Equal(
            """[{"latitude":49.5,"longitude":6.3,"max_threat":["",""],"max_vulnerability":["",""]}]""", (await careful.Anonymous.GetAsync("/map/clients.json")).Is(200).Text);
        Assert.Single((await MapAsync()).EnumerateArray());
    }

    [Fact]
    public async Task Only_the_newest_40_stats_of_a_kind_count()
    {
        var client = await RegisterAsync("acme", "49", "6");
        (await client.PostAsync(Enumerable.Range(0, 39).Select(_ => Stat("threat", 0, (Rare, 1))))).Is(201);
        (await client.PostAsync(Stat("threat", -30, (Rare, 41)), Stat("threat", -60, (Frequent, 100)), Stat("vulnerability", 0, (Rare, 1)))).Is(201);

        Assert.Equal($"""[2,"{Rare}"]""", (await MapAsync())[0].GetProperty("max_threat").GetRawText());
    }

    [Fact]
    public async Task A_client_whose_newest_lists_are_empty_is_shown_with_two_empty_texts()
    {
        var client = await RegisterAsync("acme", "49", "6");
        (await client.PostAsync(Stat("threat", 0, (Rare, 1)), Stat("vulnerability", 0), Stat("vulnerability", -1) with { Data = "{}" })).Is(201);

        Assert.Equal($$"""[{"latitude":49,"longitude":6,"max_threat":[1,"{{Rare}}"],"max_vulnerability":["",""]}]""", (await MapAsync()).GetRawText());
    }

    [Fact]
    public async Task What_is_dated_more_than_a_week_ahead_does_not_count()
    {
        var client = await RegisterAsync("acme", "49", "6");
        (await client.PostAsync(Stat("threat", 8, (Frequent, 100)), Stat("threat", 7, (Rare, 3)), Stat("threat", -400, (Rare, 1)), Stat("vulnerability", 0, (Rare, 1)))).Is(201);

        Assert.Equal($"""[2,"{Rare}"]""", (await MapAsync())[0].GetProperty("max_threat").GetRawText());
    }

    [Fact]
    public async Task An_answer_that_was_quick_to_compute_stands_for_less_than_five_seconds()
    {
        var client = await RegisterAsync("acme", "49", "6");
        (await client.PostAsync(Stat("threat", -1, (Rare, 1)), Stat("vulnerability", -1, (Rare, 1)))).Is(201);
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var map = ActivatorUtilities.CreateInstance<ClientMap>(app.Services, time);
        var first = await map.GetAsync(TestContext.Current.CancellationToken);

        (await client.PostAsync(Stat("threat", 0, (Frequent, 5)))).Is(201);

        Assert.Same(first, await map.GetAsync(TestContext.Current.CancellationToken));
        time.Advance(TimeSpan.FromSeconds(5));
        var second = JsonSerializer.Deserialize<JsonElement>((await map.GetAsync(TestContext.Current.CancellationToken)).Json.Span);
        Assert.Equal($"""[5,"{Frequent}"]""", second[0].GetProperty("max_threat").GetRawText());
    }

    private async Task<MonarcClient> RegisterAsync(string name, string latitude, string longitude)
    {
        var client = await app.RegisterAsync(name);
        (await new Tool(azurite.ConnectionString, prefix).RunAsync("client", "coordinates", "set", name, latitude, longitude)).Is(0);
        return client;
    }

    private async Task<JsonElement> MapAsync() => (await app.Anonymous.GetAsync("/map/clients.json")).Is(200).Json;

    private static PostedStat Stat(string type, int day, params (string Uuid, int Count)[] objects) => new()
    {
        Type = type,
        Date = PostedStat.Day(day),
        Data = JsonSerializer.Serialize(objects.Select(one => new { uuid = one.Uuid, count = one.Count, maxRisk = 1, averageRate = "1.00" })),
    };
}
