using System.IO.Compression;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Answers;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class PublicStatsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private StatsServiceApp app = null!;
    private MonarcClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        client = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Days_count_back_from_today_and_later_days_are_included()
    {
        await PostThreatsAsync((-2, 1), (-1, 2), (0, 3), (5, 4));

        Assert.Equal([3, 4], await CountsAsync("days=1"));
        Assert.Equal([2, 3, 4], await CountsAsync("days=2"));
        Assert.Equal([4], await CountsAsync("days=0"));
        Assert.Equal([1, 2, 3, 4], await CountsAsync("days=x"));
        Assert.Equal([1, 2, 3, 4], await CountsAsync("days=99999999999999"));
        Assert.Empty(await CountsAsync("days=-99999999999999"));
    }

    [Fact]
    public async Task Public_views_and_everybodys_averages_end_a_week_ahead_and_a_clients_own_lists_do_not()
    {
        var own = Threat(8, 100);
        (await client.PostAsync(Threat(0, 3), Threat(7, 4), own, Threat(8, 200) with { Date = "9999-12-31" })).Is(201);
        await Eventually.HoldsAsync(async () => (await ProcessedAsync(new { date_to = "9999-12-31" })).SequenceEqual([3, 4, 100, 200]));

        Assert.Equal([3, 4], await CountsAsync("days=1"));
        Assert.Equal([3, 4], await CountsAsync("days=36500"));
        Assert.Equal([3, 4], await CountsAsync("last_stats=1"));
        Assert.Equal([3, 4], await ProcessedAsync(new { }));
        Assert.Equal([3, 4], await ProcessedAsync(new { date_from = PostedStat.Day(-1) }));
        Assert.Equal([100], await ProcessedAsync(new { anrs = new[] { own.Anr } }));
        Assert.Single((await client.ListAsync(new { type = "threat", date_from = PostedStat.Day(8), date_to = PostedStat.Day(8) })).Is(200).Stats);

        async Task<IReadOnlyList<double>> ProcessedAsync(object more)
        {
            var parameters = JsonSerializer.SerializeToNode(more)!.AsObject();
            parameters["type"] = "threat";
            parameters["processor"] = "threat_average_on_date";
            return Counts((await client.GetAsync("stats/processed/", parameters.ToJsonString())).Is(200).Json.GetProperty("data").EnumerateArray());
        }
    }

    [Fact]
    public async Task However_many_days_before_the_first_statistics_are_asked_for_it_is_one_question()
    {
        await PostThreatsAsync((-1, 7), (0, 3));
        var answers = app.Services.GetRequiredService<ProcessedStats>();
        var to = DateOnly.FromDateTime(DateTime.UtcNow);

        var first = await AskAsync(DateOnly.MinValue);

        Assert.Same(first, await AskAsync(to.AddDays(-36_500)));
        Assert.Same(first, await AskAsync(to.AddDays(-400)));
        Assert.NotSame(first, await AskAsync(to));

        ValueTask<FinishedAnswer> AskAsync(DateOnly from) => answers.GetAsync(
            new ProcessorQuestion(ProcessorCatalogue.ThreatAverageOnDate, ProcessorParams.None, StatType.Threat, from, to), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_newest_40_stats_are_cut_within_the_oldest_day_the_same_way_each_time()
    {
        var other = await app.RegisterAsync();
        (await client.PostAsync(Enumerable.Range(0, 30).Select(number => Stat(-1, number)))).Is(201);
        (await other.PostAsync(Enumerable.Range(0, 30).Select(number => Stat(-1, 1000 + number)))).Is(201);
        (await client.PostAsync(Enumerable.Range(0, 5).Select(number => Stat(0, 5000 + number)))).Is(201);
        await AwaitStatsAsync(65);

        var first = (await app.Anonymous.GetAsync("/stats/threats.json?last_stats=1")).Is(200);
        (await client.PostAsync(Stat(-30, 9999))).Is(201);
        await AwaitStatsAsync(66);
        var second = (await app.Anonymous.GetAsync("/stats/threats.json?last_stats=1")).Is(200);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(40, first.Stats.Count);

        static PostedStat Stat(int day, int number) => new()
        {
            Type = "threat",
            Date = PostedStat.Day(day),
            Data = PublicStatsData.Threats(1, new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1).ToString()),
        };
    }

    [Fact]
    public async Task Deleting_an_analysis_takes_its_stats_out_of_the_averages()
    {
        var anr = Guid.NewGuid().ToString();
        (await client.PostAsync(Threat(0, 10) with { Anr = anr }, Threat(0, 20))).Is(201);
        await AwaitCountsAsync(15);

        (await client.DeleteAsync($"stats/{anr}")).Is(204);

        await AwaitCountsAsync(20);
    }

    [Fact]
    public async Task An_answer_is_revalidated_by_its_etag_and_open_to_pages_anywhere()
    {
        await PostThreatsAsync((0, 3));
        var answer = await app.Anonymous.GetAsync("/stats/threats.json");
        var etag = answer.Headers.ETag!.ToString();

        Assert.Equal("public, max-age=60", answer.Headers.CacheControl!.ToString());
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        var again = await app.Anonymous.SendAsync("GET", "/stats/threats.json", null, request => request.Headers.TryAddWithoutValidation("If-None-Match", etag));
        Assert.Empty(again.Is(304).Body);
        Assert.Equal(etag, again.Headers.ETag!.ToString());

        await PostThreatsAsync((-1, 7));
        var changed = await app.Anonymous.SendAsync("GET", "/stats/threats.json", null, request => request.Headers.TryAddWithoutValidation("If-None-Match", etag));
        changed.Is(200);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task An_answer_is_compressed_as_its_caller_accepts(string encoding)
    {
        await PostThreatsAsync((0, 3));
        var plain = await app.Anonymous.GetAsync("/stats/threats.json");

        var compressed = await app.Anonymous.SendAsync("GET", "/stats/threats.json", null, request => request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding));

        using var body = new MemoryStream(compressed.Is(200).Body);
        await using Stream decoded = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        Assert.Equal(plain.Text, JsonSerializer.Serialize(await JsonSerializer.DeserializeAsync<JsonElement>(decoded, cancellationToken: TestContext.Current.CancellationToken)));
        Assert.NotEqual(plain.Headers.ETag, compressed.Headers.ETag);
    }

    [Fact]
    public async Task Risks_are_averaged_when_no_processor_is_asked_for()
    {
        (await client.PostAsync(Risk(4), Risk(8))).Is(201);

        await Eventually.HoldsAsync(async () => (await app.Anonymous.GetAsync("/stats/risks.json?days=1")) is { Json.ValueKind: JsonValueKind.Object } answer
            && answer.Json.GetProperty("current").GetProperty("informational").GetProperty("Low risks").GetDouble() == 6);

        static PostedStat Risk(int low) => new() { Type = "risk", Date = PostedStat.Day(0), Data = PublicStatsData.Risks(low) };
    }

    private static PostedStat Threat(int day, int count) => new() { Type = "threat", Date = PostedStat.Day(day), Data = PublicStatsData.Threats(count) };

    private async Task PostThreatsAsync(params (int Day, int Count)[] stats)
    {
        (await client.PostAsync(stats.Select(stat => Threat(stat.Day, stat.Count)))).Is(201);
        await Eventually.HoldsAsync(async () =>
        {
            var counts = await CountsAsync("days=36500");
            return stats.All(stat => counts.Contains(stat.Count));
        });
    }

    private Task AwaitCountsAsync(params double[] counts) => Eventually.HoldsAsync(async () => (await CountsAsync("days=1")).SequenceEqual(counts));

    private Task AwaitStatsAsync(int stats) => Eventually.HoldsAsync(async () => (await app.Anonymous.GetAsync("/stats/threats.json?days=36500")).Stats.Count == stats);

    private async Task<IReadOnlyList<double>> CountsAsync(string query) =>
        Counts((await app.Anonymous.GetAsync($"/stats/threats.json?{query}")).Is(200).Stats);

    private static IReadOnlyList<double> Counts(IEnumerable<JsonElement> threats) =>
        [.. threats.SelectMany(threat => threat.GetProperty("values").EnumerateArray()).Select(value => value.GetProperty("count").GetDouble())];
}
