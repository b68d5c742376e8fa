using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Functions.Http.About;
using StatsService.Functions.Http.Dashboard;
using StatsService.Stats;
using StatsService.Tests.Views;

namespace StatsService.Tests.Functions;

/// <summary>Pages whose places the service fills, on files as the dashboard's build writes them.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private static readonly Guid Known = new("aaaaaaaa-0000-4000-8000-000000000001");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stats-pages");
    private ViewWorld world = null!;
    private string Root => world.App.Http.BaseAddress!.ToString().TrimEnd('/');

    public async ValueTask InitializeAsync()
    {
        foreach (var language in (string[])["en", "fr"])
        {
            await WriteAsync($"object.{language}.html", $"<html lang=\"{language}\"><title>__name__ – Stats</title><meta name=\"description\" content=\"About &quot;__name__&quot;\"><!--open-graph--><h1>__name__</h1>");
            await WriteAsync($"index.{language}.html", "<title>Now</title><!--open-graph--><noscript><table><tbody><!--rows--></tbody></table></noscript>");
            await WriteAsync($"embed.{language}.html", "<title>Chart</title>");
            await WriteAsync($"404.{language}.html", "<title>Nothing is here</title><a href=\"__root__/\">home</a>");
            await WriteAsync($"data.{language}.html", "<title>Data</title>");
            await WriteAsync($"data/index.{language}.html", "<title>Data below</title>");
        }

        await WriteAsync("preview.png", "picture");
        world = await ViewWorld.StartAsync(
            services => services.AddSingleton(provider => new StaticFiles(provider.GetRequiredService<InstanceAddress>(), folder.FullName)),
            "EMBED_ORIGINS=https://www.example.org, https://*.example.net");
        var tally = ViewWorld.Of((Known, 1, 2, 1.25));
        tally[Known].AddLabel(0, "Vol <b>&</b>"u8.ToArray(), 1);
        await world.AddAsync(StatType.Threat, 1, tally);
        await world.PublishAsync(StatType.Threat, 1);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_object_has_a_page_that_names_it_in_the_visitors_language()
    {
        var page = (await world.App.Anonymous.GetAsync($"/threats/{Known}?lang=fr")).Is(200);

        Assert.Equal("text/html; charset=utf-8", page.ContentType);
        Assert.Contains("<title>Vol &lt;b&gt;&amp;&lt;/b&gt; – Stats</title>", page.Text);
        Assert.Contains("""<meta property="og:title" content="Vol &lt;b&gt;&amp;&lt;/b&gt; – Stats">""", page.Text);
        Assert.Contains($"""<meta property="og:url" content="{Root}/threats/{Known}">""", page.Text);
        Assert.Contains($"""<meta property="og:image" content="{Root}/preview.png">""", page.Text);
        Assert.DoesNotContain("__", page.Text);
        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        var again = await world.App.Anonymous.SendAsync("GET", $"/threats/{Known}?lang=fr", null, request => request.Headers.TryAddWithoutValidation("If-None-Match", page.Headers.ETag!.ToString()));
        Assert.Empty(again.Is(304).Body);
        Assert.Equal("picture", (await world.App.Anonymous.GetAsync("/preview.png")).Is(200).Text);
    }

    [Theory]
    [InlineData("/threats/bbbbbbbb-0000-4000-8000-000000000001")]
    [InlineData("/vulnerabilities/aaaaaaaa-0000-4000-8000-000000000001")]
    [InlineData("/threats/x")]
    [InlineData("/embed/other")]
    [InlineData("/embed/ranking/")]
    public async Task What_is_not_there_has_the_page_that_says_so(string address)
    {
        var page = (await world.App.Anonymous.GetAsync(address)).Is(404);

        Assert.Contains("Nothing is here", page.Text);
        Assert.StartsWith("text/html", page.ContentType);
    }

    [Theory]
    [InlineData("/threats/aaaaaaaa-0000-4000-8000-000000000001/?lang=fr", "?lang=fr")]
    [InlineData("/threats/AAAAAAAA000040008000000000000001", "")]
    public async Task Another_spelling_of_an_address_leads_to_the_one_that_it_has(string address, string query)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true };
        using var http = new HttpClient(handler) { BaseAddress = world.App.Http.BaseAddress };

        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((308, $"/threats/{Known}{query}"), ((int)answer.StatusCode, answer.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task Those_who_run_no_scripts_see_the_ranking_as_a_table()
    {
        Assert.Contains("<tbody><tr><td>1</td><th scope=\"row\">Vol &lt;b&gt;&amp;&lt;/b&gt;</th><td>1,3</td><td>1,0</td><td>2,0</td></tr>", (await world.App.Anonymous.GetAsync("/?lang=fr")).Is(200).Text);
        Assert.Contains("<td>1.3</td>", (await world.App.Anonymous.GetAsync("/?lang=en")).Is(200).Text);
    }

    [Fact]
    public async Task Only_what_is_made_for_it_may_be_framed_and_only_by_those_who_are_named()
    {
        Assert.Equal("'self' https://www.example.org https://*.example.net", await FramersAsync("/embed/ranking"));
        Assert.Equal("'self' https://www.example.org https://*.example.net", await FramersAsync("/embed/risks?lang=fr"));
        foreach (var other in (string[])["/", "/data", "/data/", $"/threats/{Known}", "/nothing"])
            Assert.Equal("'self'", await FramersAsync(other));
        Assert.Equal("'none'", await FramersAsync("/stats/summary.json"));
    }

    [Fact]
    public async Task The_page_of_the_data_is_served_with_and_without_a_slash()
    {
        Assert.Contains("<title>Data</title>", (await world.App.Anonymous.GetAsync("/data")).Is(200).Text);
        Assert.Contains("<title>Data below</title>", (await world.App.Anonymous.GetAsync("/data/")).Is(200).Text);
    }

    [Theory]
    [InlineData("example.org")]
    [InlineData("https://example.org/page")]
    [InlineData("https://example.org; script-src *")]
    public async Task What_is_no_origin_is_refused_at_start(string origin)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => ViewWorld.StartAsync(null, $"EMBED_ORIGINS={origin}"));

        Assert.Contains("EMBED_ORIGINS must be origins", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_licence_of_the_data_is_told_of_the_instance_and_beside_every_file()
    {
        await using var licensed = await ViewWorld.StartAsync(null, "DATA_LICENSE=CC BY 4.0, https://creativecommons.org/licenses/by/4.0/");

        Assert.Equal(("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"), await LicenseOfAsync(licensed));
        foreach (var file in (string[])["threats.csv", "risks.ndjson", "all.xlsx", "changes.atom"])
            Assert.Equal("<https://creativecommons.org/licenses/by/4.0/>; rel=\"license\"", Assert.Single((await licensed.App.Anonymous.GetAsync($"/data/{file}")).Is(200).Headers.GetValues("Link")));

        Assert.False((await world.App.Anonymous.GetAsync("/about.json")).Is(200).Json.TryGetProperty("data_license", out _));
        Assert.False((await world.App.Anonymous.GetAsync("/data/threats.csv")).Is(200).Headers.Contains("Link"));
    }

    [Fact]
    public async Task A_licence_without_an_address_is_a_name_alone()
    {
        await using var licensed = await ViewWorld.StartAsync(null, "DATA_LICENSE=Licence ouverte 2.0 (Étalab)");

        Assert.Equal(("Licence ouverte 2.0 (Étalab)", null), await LicenseOfAsync(licensed));
        Assert.False((await licensed.App.Anonymous.GetAsync("/data/threats.csv")).Is(200).Headers.Contains("Link"));
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => ViewWorld.StartAsync(null, "DATA_LICENSE=two\nlines"));
        Assert.Contains("DATA_LICENSE must be one line", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<(string? Name, string? Url)> LicenseOfAsync(ViewWorld licensed)
    {
        var license = (await licensed.App.Anonymous.GetAsync("/about.json")).Is(200).Json.GetProperty("data_license");
        return (license.GetProperty("name").GetString(), license.TryGetProperty("url", out var url) ? url.GetString() : null);
    }

    private async Task<string> FramersAsync(string address)
    {
        var policy = Assert.Single((await world.App.Anonymous.GetAsync(address)).Headers.GetValues("Content-Security-Policy"));
        return Regex.Match(policy, "frame-ancestors ([^;]*)").Groups[1].Value;
    }

    private Task WriteAsync(string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
    }
}
