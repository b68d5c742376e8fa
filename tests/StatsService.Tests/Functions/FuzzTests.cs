using System.Globalization;
using CsCheck;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

/// <summary>Requests of a grammar that knows the service's words: none is answered with an error of the service, and all together leave no memory behind.</summary>
/// <remarks>The environment variable <c>REQUESTS</c> says how many are sent.</remarks>
public sealed class FuzzTests(AzuriteFixture azurite)
{
    // As much as finished answers may take.
    private const int MaxGrownMegabytes = 32;
    private static readonly string? Asked = Environment.GetEnvironmentVariable("REQUESTS");
    private static readonly int Requests = int.Parse(Asked ?? "20000", CultureInfo.InvariantCulture);
    private const string Uuid = "c2a1b2f0-77aa-4f0e-9d1c-0123456789ab";

    private static readonly Gen<string> Method = Gen.OneOf("GET", "GET", "GET", "POST", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "X");

    private static readonly Gen<string> Piece = Gen.OneOf(
        "api", "v1", "api/v1/stats", "api/v1/stats/processed", "api/v1/stats/processed/list", "api/v1/client", "api/v1/client/me", $"api/v1/stats/{Uuid}",
        $"api/v1/admin/client_sharing_activate.json/{Uuid}", "api/v1/admin/client_sharing_deactivate.json", $"api/v1/admin/clients/{Uuid}/exclude", "stats/threats.json", "stats/risks.json", "stats/vulnerabilities.json",
        "stats/summary.json", "stats/ranking/threats.json", "stats/evolution/vulnerabilities.json", "stats/evolution/risks.json", "stats/objects/threats.json", "stats/compliance.json",
        "data", "data/threats.csv", "data/all.xlsx", "data/changes.atom", "threats", $"threats/{Uuid}", "embed/ranking", "map/clients.json", "about.json", "admin", "runtime", "..", ".", "%00", "%2f", "%ff%fe", "%F0%9F%98%80", "{x}", Uuid, "a b".Replace(" ", "%20", StringComparison.Ordinal));

    private static readonly Gen<string> Name = Gen.OneOf(
        "type", "anrs", "anr", "date_from", "date_to", "get_last", "offset", "limit", "group_by_anr", "processor", "processor_params", "local_stats_only", "days", "last_stats",
        "name", "token", "is_sharing_enabled", "risks_state", "uuid", "date", "data", "from", "to", "by", "order", "objects", "places", "months", "language", "\\ud800", "x");

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOf("risk", "threat", "vulnerability", Uuid, "2026-01-01", "0001-01-01", "9999-12-31", "risk_averages", "threat_average_on_date", "true", "0", "1", "-1", "", "\\ud800", "%")
            .Select(text => $"\"{text}\""),
        Gen.OneOf("0", "1", "-1", "9223372036854775807", "1e400", "-0.0", "null", "true", "[]", "{}", $"[\"{Uuid}\"]", "[\"\\ud800\"]", "{\"risks_state\":\"current\",\"\\ud800 is long enough\":1}"),
        JsonDocuments.Any.Select(document => document.Length < 5000 ? document : "{}"));

    // Many begin well, so that they come further than the first check.
    private static readonly Gen<string> Object = Gen.Select(
        Gen.OneOf("", "\"type\":\"risk\"", "\"type\":\"risk\",\"processor\":\"risk_averages_on_date\"", $"\"anr\":\"{Uuid}\",\"type\":\"threat\",\"date\":\"2026-01-01\""),
        Gen.Select(Name, Value, (name, value) => $"\"{name}\":{value}").Array[0, 4],
        (start, members) => $"{{{string.Join(",", members.Prepend(start).Where(member => member.Length > 0))}}}");

    private static readonly Gen<string?> Body = Gen.Frequency(
        (6, Object.Select(text => (string?)text)),
        (4, Object.Array[0, 3].Select(list => (string?)$"[{string.Join(",", list)}]")),
        (2, Value.Select(text => (string?)text)),
        (1, Gen.String.Select(text => (string?)text)),
        (2, Gen.Const((string?)null)));

    private static readonly Gen<string> Path = Gen.Select(
        Piece.Array[1, 2], Gen.OneOf("", "/", "//"), Gen.Select(Name, Gen.OneOf("1", "-1", "risk", Uuid, "", "%ff", "a&a", "99999999999999999999", "1.5", "risk_averages_on_date"), (name, value) => $"{name}={value}").Array[0, 3],
        (pieces, slash, query) => $"/{string.Join('/', pieces)}{slash}{(query.Length > 0 ? $"?{string.Join('&', query)}" : "")}");

    private static readonly Gen<(string Name, string Value)> Header = Gen.OneOf(
        Gen.OneOf("{", "*", "data{data{a}}", "name", "{metadata{count},data{uuid}}", "a{b{c{d}}}", "}", ",").Select(mask => ("X-Fields", mask)),
        Gen.OneOf("MONARC/2.9.0", "MONARC/", "MONARC/2.13.0", "x").Select(agent => ("User-Agent", agent)),
        Gen.OneOf("application/json; charset=utf-16", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ";", "application/vnd.api+json").Select(type => ("Content-Type", type)),
        Gen.OneOf("gzip", "br;q=0", "*", "identity;q=0, br", ";;").Select(encoding => ("Accept-Encoding", encoding)),
        Gen.OneOf("*", "\"x\"", "W/\"x\", x", "Thu, 01 Jan 1970 00:00:00 GMT").Select(tag => ("If-None-Match", tag)),
        Gen.OneOf("", "x", "a,b").Select(key => ("X-API-KEY", key)),
        Gen.OneOf("bytes=0-1", "x").Select(range => ("Range", range)));

    [Fact]
    public async Task No_request_is_answered_with_an_error_of_the_service()
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), null, "MAX_REQUEST_BYTES=20000");
        MonarcClient[] callers = [app.Admin, app.Admin, await app.RegisterAsync(), app.Anonymous];

        // What is loaded and compiled for the first requests stays: so the second half is what must leave nothing behind.
        await SendAsync(app, callers, Requests / 2);
        var halfway = GC.GetTotalMemory(forceFullCollection: true);
        await SendAsync(app, callers, Requests / 2);
        var end = GC.GetTotalMemory(forceFullCollection: true);

        (await app.Admin.GetAsync("client/me")).Is(200);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Requests} requests; {halfway >> 20} MB of memory halfway, {end >> 20} MB at the end.");
        // Among other tests it would be their memory too.
        Assert.True(Asked is null || (end - halfway) >> 20 < MaxGrownMegabytes, $"{halfway >> 20} MB of memory halfway became {end >> 20} MB.");
    }

    private static Task SendAsync(StatsServiceApp app, MonarcClient[] callers, int requests) =>
        Gen.Select(Method, Path, Body, Header.Array[0, 2], Gen.Int[0, callers.Length - 1]).SampleAsync(
            async request =>
            {
                var (method, path, body, headers, caller) = request;
                var answer = await callers[caller].SendAsync(method, "/", body, message =>
                {
                    message.RequestUri = new Uri(app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
                    foreach (var (name, value) in headers)
                        Set(message, name, value);
                });
                Assert.True(answer.Status < 500, $"{answer.Status}: {answer.Text}");
            },
            iter: requests,
            threads: 2);

    private static void Set(HttpRequestMessage message, string name, string value)
    {
        if (name == "Content-Type")
        {
            message.Content?.Headers.Remove(name);
            message.Content?.Headers.TryAddWithoutValidation(name, value);
            return;
        }

        if (name != "X-API-KEY" || message.Headers.Remove(name))
            message.Headers.TryAddWithoutValidation(name, value);
    }
}
