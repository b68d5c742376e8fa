using System.Net;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

/// <summary>Addresses as callers spell them, and those where nothing is. On the Functions host the host itself decides about these.</summary>
public sealed class AddressSpellingTests(AzuriteFixture azurite) : HttpTests(azurite)
{
    [Theory]
    [InlineData("", "//api/v1/client/me")]
    [InlineData("", "/api//v1///client/me//")]
    [InlineData("PATH_PREFIX=/dashboard", "//dashboard/api/v1/client/me")]
    [InlineData("PATH_PREFIX=/dashboard/", "/dashboard//api/v1/client/me/")]
    [InlineData("PATH_PREFIX=/dashboard", "/api/v1/client/me")]
    [InlineData("PATH_PREFIX=/monarc/stats", "/monarc//stats/api/v1/client/me")]
    public async Task Several_slashes_count_as_one_and_the_prefix_is_taken_off_where_it_stands(string setting, string path)
    {
        await using var app = await StartAsync(Host.Server, [.. setting.Length > 0 ? (string[])[setting] : []]);

        (await app.Admin.SendAsync("GET", "/", change: Exactly(app, path))).Is(200);
    }

    [Theory]
    [InlineData("/monarc/stats/api/v1/client/me")]
    [InlineData("//monarc/stats//api/v1/client/me")]
    [InlineData("/api/v1/client/me")]
    public async Task The_prefix_of_a_trusted_proxy_is_taken_off_whether_or_not_the_proxy_does(string path)
    {
        await using var app = await StartAsync(Host.Server);

        (await app.Admin.SendAsync("GET", "/", change: Exactly(app, path) + With(("X-Forwarded-Prefix", "/monarc/stats/")))).Is(200);
    }

    [Fact]
    public async Task Without_a_prefix_the_root_page_is_sent_to_its_slash_because_its_links_are_relative()
    {
        await using var app = await StartAsync(Host.Server, "PATH_PREFIX=/dashboard");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true }) { BaseAddress = app.Http.BaseAddress };

        using var answer = await http.GetAsync("/dashboard?lang=fr", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.PermanentRedirect, "/dashboard/?lang=fr"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        using var page = await http.GetAsync("/dashboard/?lang=fr", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("GET", "/stats/nothing.json", 404)]
    [InlineData("POST", "/nothing/at-all", 404)]
    [InlineData("PUT", "/api/v1/stats/", 405)]
    [InlineData("GET", "/api/v1/client/", 405)]
    [InlineData("DELETE", "/stats/threats.json", 405)]
    public async Task Programs_get_a_hint_as_JSON_where_nothing_is(string method, string path, int status)
    {
        await using var app = await StartAsync(Host.Server);

        var answer = (await app.Admin.SendAsync(method, path)).Is(status);

        Assert.Equal("application/json", answer.ContentType);
        Assert.Contains("/api/v1/", answer.Message);
        Assert.DoesNotContain("nothing", answer.Message);
    }

    [Theory]
    [InlineData("de", "Zur Bedrohungslage")]
    [InlineData("fr-LU", "Vers le paysage des menaces")]
    [InlineData("nl", "Naar het dreigingsbeeld")]
    [InlineData("lb", "To the threat landscape")]
    public async Task Visitors_get_a_page_in_their_language_with_a_way_back_where_nothing_is(string language, string text)
    {
        await using var app = await StartAsync(Host.Server, "PATH_PREFIX=/dashboard");

        var answer = (await app.Anonymous.SendAsync("GET", "/dashboard/nothing", change: With(("Accept-Language", language)))).Is(404);

        Assert.Equal("text/html; charset=utf-8", answer.ContentType);
        Assert.Contains(text, answer.Text);
        Assert.Contains("href=\"/dashboard/\"", answer.Text);
    }

    // A path with two slashes at its beginning would otherwise be read as the name of a host.
    private static Action<HttpRequestMessage> Exactly(StatsServiceApp app, string path) =>
        request => request.RequestUri = new Uri(app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path);
}
