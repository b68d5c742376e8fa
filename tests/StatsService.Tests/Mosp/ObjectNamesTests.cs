using Microsoft.Extensions.DependencyInjection;
using StatsService.Mosp;
using StatsService.SampleData;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Mosp;

/// <summary>The names as pages get them.</summary>
public sealed class ObjectNamesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Key = "mosp-key-of-the-tests";
    private static readonly IReadOnlyList<SampleObject> Reported = [.. SampleThreats.All.Take(4)];
    private static readonly SampleObject Alone = SampleThreats.All[4];
    private readonly ScriptedMosp mosp = new();
    private readonly StorageWatch watch = new();
    private readonly string prefix = azurite.NewPrefix();
    private StatsServiceApp app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix, WatchedStorage.Through(watch), $"MOSP_URL={mosp.Url}/", $"MOSP_TOKEN={Key}");
        await PostAsync(Reported);
        await PostAsync([.. Reported, Alone]);
        await Eventually.HoldsAsync(async () => (await app.Services.GetRequiredService<AggregationStatus>().ReadAsync(TestContext.Current.CancellationToken)).Days == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        mosp.Dispose();
    }

    [Fact]
    public async Task What_MOSP_publishes_has_its_name_and_page_there_in_four_languages_and_the_rest_its_label()
    {
        var (published, unpublished) = (Reported[0], Reported[1]);
        mosp.Publishes = known => known == published;

        await app.Services.GetRequiredService<ObjectNameRefresh>().RefreshAsync(TestContext.Current.CancellationToken);

        foreach (var (language, label) in ((string, string)[])[("fr", unpublished.French), ("EN", unpublished.English), ("de", unpublished.German), ("nl", unpublished.Dutch)])
        {
            var unknown = Guid.NewGuid();
            var answer = (await GetAsync($"uuid={published.Uuid}&uuid={unpublished.Uuid:N}&uuid={unknown}&language={language}")).Is(200).Json;

            Assert.Equal(2, answer.EnumerateObject().Count());
            var own = answer.GetProperty($"{published.Uuid}");
            Assert.Equal(ScriptedMosp.NameOf(published, language), own.GetProperty("name").GetString());
            Assert.Equal($"{mosp.Url}/object/view/{ScriptedMosp.IdOf(published)}", own.GetProperty("url").GetString());
            Assert.True(own.GetProperty("published").GetBoolean());
            Assert.Equal($$"""{"name":"{{label}}","url":null,"published":false}""", answer.GetProperty($"{unpublished.Uuid}").GetRawText());
        }

        Assert.All(mosp.Header("X-API-KEY"), sent => Assert.Equal(Key, sent));
        Assert.All(mosp.Header("User-Agent"), sent => Assert.Matches(@"^StatsService/\d+\.\d+", sent));
    }

    [Fact]
    public async Task What_one_organisation_alone_reports_is_named_by_MOSP_or_not_at_all()
    {
        Assert.Equal("{}", (await GetAsync($"uuid={Alone.Uuid}")).Is(200).Text);

        // MOSP names it in French alone: that stands for the other languages too.
        await app.Services.GetRequiredService<ObjectNameStore>().WriteAsync(
            Language.French, new ObjectName(Alone.Uuid, new MospName(7, "Panne"), DateTimeOffset.UtcNow), TestContext.Current.CancellationToken);
        await using var fresh = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix, null, $"MOSP_URL={mosp.Url}/", $"MOSP_TOKEN={Key}");

        Assert.Equal(
            $$$"""{"{{{Alone.Uuid}}}":{"name":"Panne","url":null,"published":false}}""", (await fresh.Anonymous.GetAsync($"/mosp/objects.json?uuid={Alone.Uuid}&language=de")).Is(200).Text);
    }

    [Fact]
    public async Task An_answer_is_cached_as_other_public_JSON_and_costs_the_storage_nothing_once_it_is_warm()
    {
        var first = (await GetAsync($"uuid={Reported[0].Uuid}")).Is(200);
        watch.Clear();

        var etag = first.Headers.ETag!.ToString();
        var again = await app.Anonymous.SendAsync(
            "GET", $"/mosp/objects.json?uuid={Reported[0].Uuid}", null, request => request.Headers.TryAddWithoutValidation("If-None-Match", etag));

        Assert.Empty(again.Is(304).Body);
        Assert.Equal("public, max-age=60", first.Headers.CacheControl!.ToString());
        Assert.Equal("*", Assert.Single(first.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.DoesNotContain(watch.Seen, operation => operation.IsPointRead || operation.IsQuery);
    }

    [Fact]
    public async Task What_cannot_be_asked_for_is_refused()
    {
        Assert.Equal(["uuid"], (await GetAsync("uuid=x&language=fr")).Is(400).ErrorFields);
        Assert.Equal(["language"], (await GetAsync("language=lu")).Is(400).ErrorFields);
        Assert.Equal(["uuid"], (await GetAsync(Many(151))).Is(400).ErrorFields);
        Assert.Equal("{}", (await GetAsync(Many(150))).Is(200).Text);
        Assert.Equal("{}", (await GetAsync("")).Is(200).Text);

        static string Many(int count) => string.Join('&', Enumerable.Range(0, count).Select(_ => $"uuid={Guid.NewGuid()}"));
    }

    private async Task PostAsync(IEnumerable<SampleObject> objects) => (await (await app.RegisterAsync()).PostAsync(
        objects.Select(known => new PostedStat { Type = "threat", Date = PostedStat.Day(0), Data = Threat(known) }))).Is(201);

    private static string Threat(SampleObject known) =>
        $$"""[{"uuid":"{{known.Uuid}}","label1":"{{known.French}}","label2":"{{known.English}}","label3":"{{known.German}}","label4":"{{known.Dutch}}","count":1,"maxRisk":1,"averageRate":"1"}]""";

    private Task<Answer> GetAsync(string query) => app.Anonymous.GetAsync($"/mosp/objects.json?{query}");
}
