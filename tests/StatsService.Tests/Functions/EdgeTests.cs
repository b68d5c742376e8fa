using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class EdgeTests(AzuriteFixture azurite) : HttpTests(azurite)
{
    /// <summary>Of all functions that answer GET.</summary>
    private static readonly IReadOnlyList<string> Paths =
    [
        .. from type in typeof(StatsService.Functions.ServiceCollectionExtensions).Assembly.GetTypes()
           from method in type.GetMethods()
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger?.Methods?.Contains("get") == true
           select "/" + trigger.Route!.Replace("{ignored:maxlength(0)?}", "").Replace("{anr:guid}", $"{Guid.Empty}").Replace("{uuid}", $"{Guid.Empty}").Replace("{file}", "none.js"),
    ];

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task HEAD_is_answered_wherever_GET_is_with_the_same_headers_and_no_body(Host host)
    {
        await using var app = await StartAsync(host);
        foreach (var path in Paths)
        {
            var get = await app.Admin.SendAsync("GET", path);
            var head = (await app.Admin.SendAsync("HEAD", path)).Is(get.Status);
            Assert.Equal((path, get.ContentType), (path, head.ContentType));
            Assert.Empty(head.Body);
        }
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task Every_answer_tells_browsers_to_take_it_as_it_is(Host host)
    {
        await using var app = await StartAsync(host);
        foreach (var path in Paths)
        {
            var plain = await app.Anonymous.GetAsync(path);
            var secure = await app.Anonymous.SendAsync("GET", path, change: With(("X-Forwarded-Proto", "https")));

            Assert.Equal("nosniff", Assert.Single(plain.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(plain.Headers.GetValues("Referrer-Policy")));
            var policy = Assert.Single(plain.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; ", policy);
            Assert.Contains("frame-ancestors", policy);
            Assert.DoesNotContain("unsafe", policy);
            Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
            Assert.True(secure.Headers.Contains("Strict-Transport-Security"));
            Assert.Empty(plain.Headers.Server);
            Assert.False(plain.Headers.Contains("X-Powered-By"));
        }
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task A_missing_key_is_401_that_names_the_header_and_the_other_refusals_are_as_recorded(Host host)
    {
        await using var app = await StartAsync(host);
        var client = await app.RegisterAsync();

        var missing = (await app.Anonymous.GetAsync("client/me")).Is(401);
        Assert.Equal("{\"Error\":\"Unauthorized - Authentication required.\"}", missing.Text);
        Assert.Contains("X-API-KEY", Assert.Single(missing.Headers.WwwAuthenticate).ToString());
        var wrong = (await new MonarcClient(app.Http, StatsServiceApp.NewToken()).GetAsync("client/me")).Is(403);
        Assert.Equal("{\"Error\":\"Forbidden - Authentication failed.\"}", wrong.Text);
        (await client.GetAsync("admin/status")).Is(403);
        (await app.Admin.GetAsync("admin/status")).Is(200);
        (await client.GetAsync("client/me")).Is(200);
        var old = await app.Anonymous.SendAsync("GET", "client/me", change: request =>
        {
            request.Headers.Remove("User-Agent");
            request.Headers.TryAddWithoutValidation("User-Agent", "MONARC/2.10.1");
        });
        Assert.Equal("{\"Error\":\"This service requires use of MONARC version >= 2.10.2.\"}", old.Is(426).Text);
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task A_page_is_answered_304_to_whom_has_it_and_compressed_as_its_visitor_accepts(Host host)
    {
        await using var app = await StartAsync(host);
        foreach (var path in (string[])["/", "/stats/threats.json"])
        {
            var plain = (await app.Anonymous.GetAsync(path)).Is(200);
            var compressed = (await app.Anonymous.SendAsync("GET", path, change: With(("Accept-Encoding", "br")))).Is(200);
            Assert.True(compressed.Body.Length < plain.Body.Length || path != "/");
            var again = await app.Anonymous.SendAsync("GET", path, change: With(("If-None-Match", plain.Headers.ETag!.ToString())));
            Assert.Empty(again.Is(304).Body);
        }
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task Storage_that_does_not_answer_is_503_with_a_time_to_come_back(Host host)
    {
        var watch = new StorageWatch();
        await using var app = await StartAsync(host, WatchedStorage.Through(watch));
        (await app.Admin.GetAsync("client/me")).Is(200);
        watch.BreaksBefore = _ => true;

        var answer = (await app.Admin.PostAsync(new PostedStat())).Is(503);

        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("storage", answer.Message);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task Queues_that_do_not_answer_degrade_the_status_and_keep_nothing_from_being_stored(Host host)
    {
        var watch = new StorageWatch();
        await using var app = await StartAsync(host, WatchedStorage.Through(watch));
        watch.BreaksBefore = operation => operation.Kind is "send" or "count";

        (await app.Admin.PostAsync(new PostedStat { Type = "risk", Data = PublicStatsData.Risks(1) })).Is(201);

        var degraded = (await app.Admin.GetAsync("admin/status")).Is(200).Json;
        Assert.Equal("degraded", degraded.GetProperty("status").GetString());
        Assert.Contains(degraded.GetProperty("reasons").EnumerateArray(), reason => reason.GetString()!.StartsWith("The queues do not answer", StringComparison.Ordinal));
        (await app.Anonymous.GetAsync("/health")).Is(200);

        watch.BreaksBefore = _ => false;
        Assert.Equal("ok", (await app.Admin.GetAsync("admin/status")).Is(200).Json.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task An_error_repeats_little_of_what_was_sent(Host host)
    {
        await using var app = await StartAsync(host);
        var client = await app.RegisterAsync();
        var endless = new string('x', 500_000);
        Answer[] answers =
        [
            (await client.PostAsync($$"""[{"{{endless}}": 1}]""")).Is(400),
            (await client.PostAsync($"[{string.Join(',', Enumerable.Range(0, 200).Select(number => $$"""{"{{number}}{{endless[..2000]}}": 1}"""))}]")).Is(400),
            (await client.GetAsync("stats/", $$"""{"type": "risk", "{{endless}}": 1}""")).Is(400),
            (await client.GetAsync("stats/", $$"""{"type": "{{endless}}"}""")).Is(400),
            (await app.Anonymous.GetAsync($"/stats/risks.json?processor={endless[..5000]}")).Is(400),
            (await app.Anonymous.GetAsync($"/mosp/objects.json?uuid={endless[..5000]}")).Is(400),
            (await client.SendAsync("GET", "client/me", change: With(("X-Fields", endless[..5000] + "{")))).Is(400),
        ];

        Assert.All(answers, answer => Assert.DoesNotContain(endless[..201], answer.Text));
        Assert.InRange(answers[1].Text.Length, 0, 20_000);

        // Short names are no way around it, in however many stats they stand.
        var made = await client.PostAsync($"[{string.Join(',', Enumerable.Range(0, 200).Select(number => $$"""{"☃{{number}}": 1, "☃{{number}}x": 1}"""))}]");
        Assert.InRange(made.Is(400).Json.GetProperty("errors").EnumerateObject().Sum(error => error.Name.Contains('☃') ? error.Name.Length - error.Name.IndexOf('☃') : 0), 1, 200);
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task More_than_20000_ANRs_are_refused(Host host)
    {
        await using var app = await StartAsync(host);
        var client = await app.RegisterAsync();
        string[] anrs = [.. Enumerable.Range(0, 20_001).Select(number => new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1).ToString("N"))];
        var parameters = new { type = "risk", processor = "risk_averages", anrs };

        Assert.Equal(["anrs"], (await client.GetAsync("stats/processed/", parameters)).Is(400).ErrorFields);
        (await client.GetAsync("stats/processed/", parameters with { anrs = anrs[1..] })).Is(200);
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task Averages_of_ANRs_are_those_of_the_callers_own_statistics_and_an_administrators_of_all(Host host)
    {
        await using var app = await StartAsync(host);
        var (one, other) = (await app.RegisterAsync(), await app.RegisterAsync());
        var anr = Guid.NewGuid().ToString();
        (await one.PostAsync(Risk(4))).Is(201);
        (await other.PostAsync(Risk(8))).Is(201);

        Assert.Equal(4, await MeanAsync(one));
        Assert.Equal(8, await MeanAsync(other));
        Assert.Equal(6, await MeanAsync(app.Admin));
        Assert.Equal("[]", (await (await app.RegisterAsync()).GetAsync("stats/processed/", Parameters())).Is(200).Json.GetProperty("data").GetRawText());

        PostedStat Risk(int low) => new() { Anr = anr, Type = "risk", Date = PostedStat.Day(0), Data = PublicStatsData.Risks(low) };

        object Parameters() => new { type = "risk", processor = "risk_averages", anrs = new[] { anr } };

        async Task<double> MeanAsync(MonarcClient caller) => (await caller.GetAsync("stats/processed/", Parameters())).Is(200).Json
            .GetProperty("data").GetProperty("current").GetProperty("informational").GetProperty("Low risks").GetDouble();
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task The_favicon_and_security_txt_exist(Host host)
    {
        await using var app = await StartAsync(host);

        Assert.Equal("image/svg+xml", (await app.Anonymous.GetAsync("/favicon.ico")).Is(200).ContentType);
        foreach (var path in (string[])["/.well-known/security.txt", "/security.txt"])
            Assert.StartsWith("Contact: ", (await app.Anonymous.GetAsync(path)).Is(200).Text);
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task Calls_without_a_key_or_with_a_wrong_one_leave_no_line_each_in_the_log(Host host)
    {
        using var logs = new CapturedLogs();
        await using var app = await StartAsync(host, builder => builder.Logging.AddProvider(logs).AddFilter<ConsoleLoggerProvider>(null, LogLevel.None), "AzureFunctionsJobHost:logging:logLevel:default=Information");

        (await app.Anonymous.GetAsync("client/me")).Is(401);
        (await new MonarcClient(app.Http, StatsServiceApp.NewToken()).GetAsync("client/me")).Is(403);

        Assert.DoesNotContain(logs.Lines, line => line.Contains("ApiKey", StringComparison.Ordinal));
    }
}
