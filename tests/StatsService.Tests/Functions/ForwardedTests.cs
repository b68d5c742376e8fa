using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

/// <summary>What documents say of the instance's address.</summary>
public sealed class ForwardedTests(AzuriteFixture azurite) : HttpTests(azurite)
{
    private const string Trusted = "TRUSTED_PROXIES=127.0.0.0/8,::1,10.0.0.0/8";

    private static readonly (string, string)[] Claims =
        [("X-Forwarded-Host", "stats.example.org"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/monarc/stats/")];

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task What_a_trusted_proxy_says_of_the_address_is_believed(Host host)
    {
        await using var app = await StartAsync(host, Trusted);

        var documents = await ReadAsync(app, [("X-Forwarded-For", "198.51.100.7, 10.0.0.7"), .. Claims]);

        Assert.Contains("\"https://stats.example.org/monarc/stats/api/v1/\"", documents["/about.json"].Text);
        Assert.Contains("https://stats.example.org/monarc/stats/", documents["/human.txt"].Text);
        Assert.Contains("Disallow: /monarc/stats/api/", documents["/robots.txt"].Text);
        Assert.Contains("Canonical: https://stats.example.org/monarc/stats/.well-known/security.txt", documents["/.well-known/security.txt"].Text);
        Assert.Equal("stats.example.org", documents["/api/v1/swagger.json"].Json.GetProperty("host").GetString());
        Assert.All(documents.Values, document => Assert.True(document.Headers.Contains("Strict-Transport-Security")));
    }

    [Theory]
    [InlineData(Host.Server, "TRUSTED_PROXIES=192.0.2.7", "10.0.0.7")]
    [InlineData(Host.Worker, "TRUSTED_PROXIES=192.0.2.7", "10.0.0.7")]
    [InlineData(Host.Worker, Trusted, "203.0.113.9")]
    public async Task What_a_stranger_says_of_the_address_is_not_believed(Host host, string proxies, string stranger)
    {
        await using var app = await StartAsync(host, proxies);

        var documents = await ReadAsync(app, [("X-Forwarded-For", stranger), .. Claims]);

        Assert.All(documents.Values, document => Assert.DoesNotContain("stats.example.org", document.Text));
        Assert.All(documents.Values, document => Assert.DoesNotContain("monarc/stats", document.Text));
    }

    [Theory]
    [InlineData(Host.Server, "evil.example.org/path")]
    [InlineData(Host.Worker, "evil.example.org/path")]
    [InlineData(Host.Server, "evil.example.org\"><script>")]
    [InlineData(Host.Worker, "evil.example.org\"><script>")]
    [InlineData(Host.Server, "user@evil.example.org")]
    [InlineData(Host.Server, "evil.example.org evil")]
    public async Task A_forwarded_host_that_can_be_none_is_not_believed_and_the_request_is_answered_as_without_it(Host host, string impossible)
    {
        await using var app = await StartAsync(host, Trusted);

        var documents = await ReadAsync(app, [("X-Forwarded-For", "198.51.100.7, 10.0.0.7"), ("X-Forwarded-Host", impossible)]);

        Assert.All(documents.Values, document => Assert.DoesNotContain("evil", document.Text));
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task INSTANCE_URL_counts_before_whatever_a_proxy_says(Host host)
    {
        await using var app = await StartAsync(host, Trusted, "INSTANCE_URL=https://instance.example.org/here");

        var documents = await ReadAsync(app, [("X-Forwarded-For", "198.51.100.7, 10.0.0.7"), ("X-Forwarded-Host", "stats.example.org"), ("X-Forwarded-Proto", "http")]);

        Assert.Contains("\"https://instance.example.org/here/api/v1/\"", documents["/about.json"].Text);
        Assert.All(documents.Values, document => Assert.DoesNotContain("stats.example.org", document.Text));
        Assert.All(documents.Values, document => Assert.True(document.Headers.Contains("Strict-Transport-Security")));
    }

    private static async Task<Dictionary<string, Answer>> ReadAsync(StatsServiceApp app, (string, string)[] headers)
    {
        var documents = new Dictionary<string, Answer>();
        foreach (var path in (string[])["/about.json", "/human.txt", "/robots.txt", "/.well-known/security.txt", "/api/v1/swagger.json"])
            documents[path] = (await app.Anonymous.SendAsync("GET", path, change: With(headers))).Is(200);
        return documents;
    }
}
