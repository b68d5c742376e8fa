using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tests.Azurite;
using StatsService.Tests.Storage.Engines;

namespace StatsService.Tests.Functions;

/// <summary>
/// Every route of the service, called by everybody with a client's ids: none but the client and administrators reads, counts, changes or deletes its rows, or
/// learns whether an id is one. A new route fails these tests until <see cref="RouteCalls"/> says who may call it.
/// </summary>
public abstract partial class IsolationTests(StorageUnderTest storage) : IAsyncLifetime
{
    /// <summary>Stands in the data of each of the owner's stats, and in no average.</summary>
    private const string Secret = "only-the-owner-reads-this";

    private readonly ClientIds invented = ClientIds.Invent();
    private readonly string strangersAnr = $"{Guid.NewGuid()}";
    private PostedStat[] stats = [];
    private StatsServiceApp app = null!;
    private MonarcClient owner = null!;
    private MonarcClient stranger = null!;
    private MonarcClient deactivated = null!;
    private ClientIds real = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private MonarcClient WrongKey => new(app.Http, "nobody-has-this-key");

    private ClientRegistry Clients => app.Services.GetRequiredService<ClientRegistry>();

    private IEnumerable<(string Method, RouteCalls Calls)> Routes =>
        from route in DeclaredRoutes()
        from method in route.Methods
        select (method, RouteCalls.ByTemplate[route.Template]);

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync([.. storage.Settings, "FAILED_KEYS_PER_MINUTE=0"]);
        real = ClientIds.Invent();
        (owner, stranger, deactivated) = (await app.RegisterAsync(real.Name, real.Key), await app.RegisterAsync("stranger"), await app.RegisterAsync("deactivated"));
        real = real with { Client = $"{(await FindAsync(real.Name)).Uuid}" };
        stats = [.. Stats(real.Anr, 4, $"\"secret\":\"{Secret}\",")];
        stats[0] = stats[0] with { Uuid = real.Stat };
        (await owner.PostAsync(stats)).Is(201);
        foreach (var other in (MonarcClient[])[stranger, deactivated])
            (await other.PostAsync(Stats(other == stranger ? strangersAnr : $"{Guid.NewGuid()}", 6, ""))).Is(201);
        await Clients.SetCoordinatesAsync(Guid.Parse(real.Client), 49.6, 6.1, Cancellation);
        await Clients.DeactivateAsync((await FindAsync("deactivated")).Uuid, Cancellation);
        app.Services.GetRequiredService<ClientAuthenticator>().Forget(deactivated.Token!);
        foreach (var type in (string[])["threats", "vulnerabilities", "risks"])
        {
            // The mean of what the three clients report.
            await Eventually.HoldsAsync(async () => (await app.Anonymous.GetAsync($"/stats/{type}.json")).Is(200).Text.Contains("5.333", StringComparison.Ordinal));
        }

        await Eventually.HoldsAsync(async () => (await app.Services.GetRequiredService<StatsService.Totals.AggregationStatus>().ReadAsync(Cancellation)).Days == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await storage.DisposeAsync();
    }

    [Fact]
    public void Of_every_route_it_is_said_who_may_call_it() =>
        Assert.Equal(RouteCalls.ByTemplate.Keys.Order(StringComparer.Ordinal), DeclaredRoutes().Select(route => route.Template).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Who_has_no_right_to_call_is_refused_alike_whatever_the_call_names_and_nothing_changes()
    {
        var before = await OwnersRowsAsync();

        foreach (var (method, calls) in Routes.Where(route => route.Calls.Access != Access.Everybody))
        {
            foreach (var call in CallsOf(method, calls, real).Concat(CallsOf(method, calls, invented)))
            {
                await IsRefusedAsync(app.Anonymous, call, 401, """{"Error":"Unauthorized - Authentication required."}""");
                await IsRefusedAsync(WrongKey, call, 403, """{"Error":"Forbidden - Authentication failed."}""");
                await IsRefusedAsync(deactivated, call, 403, """{"Error":"Forbidden - Authentication failed."}""");
                if (calls.Access == Access.Administrators)
                    await IsRefusedAsync(stranger, call, 403, """{"Error":"Forbidden - This call is for administrators."}""");
            }
        }

        Assert.Equal(before, await OwnersRowsAsync());
    }

    [Fact]
    public async Task Another_client_is_answered_for_the_owner_s_ids_as_for_invented_ones_and_changes_nothing_of_the_owner()
    {
        var before = await OwnersRowsAsync();

        // What it posts itself would be in its answers.
        foreach (var (method, calls) in Routes.Where(route => route.Calls.Access == Access.Clients).OrderBy(Turn))
        {
            foreach (var (ofReal, ofInvented) in CallsOf(method, calls, real).Zip(CallsOf(method, calls, invented)))
            {
                var answer = await SendAsync(stranger, ofReal);
                Assert.True(answer.Status is >= 200 and < 300, $"{ofReal}: {answer.Status} {answer.Text}");
                Assert.Equal($"{ofReal.Method} {Shown(await SendAsync(stranger, ofInvented), invented)}", $"{ofReal.Method} {Shown(answer, real)}");
                NamesNothingOfTheOwner(ofReal, answer);
            }
        }

        Assert.Equal(before, await OwnersRowsAsync());
    }

    [Fact]
    public async Task The_owner_and_an_administrator_reach_by_the_same_calls_what_others_do_not()
    {
        foreach (var (method, calls) in Routes.Where(route => route.Calls.Access == Access.Clients && route.Method is "GET" or "POST").OrderBy(Turn))
        {
            foreach (var caller in (MonarcClient[])[owner, app.Admin])
                Assert.True(await TellsAsync(caller, method, calls) || IsOfTheCallerAlone(calls), $"{method} {CallsOf(method, calls, real).First().Path} tells nothing.");
        }

        foreach (var (method, calls) in Routes.Where(route => route.Calls.Access == Access.Administrators && route.Method != "HEAD"))
            Assert.True(await TellsAsync(app.Admin, method, calls) || CallsOf(method, calls, real).All(call => !call.Names(real.Client) && !call.Names(real.Name)));

        Assert.Equal(stats.Select(stat => stat.Uuid).Order(), (await owner.GetAsync($"stats/{real.Anr}")).Is(200).Uuids.Intersect(stats.Select(stat => stat.Uuid!)).Order());
        (await app.Admin.DeleteAsync($"stats/{real.Anr}")).Is(204);
        Assert.Empty((await owner.GetAsync($"stats/{real.Anr}")).Is(200).Stats);
    }

    [Fact]
    public async Task What_is_public_is_the_same_for_all_and_names_nothing_of_a_client()
    {
        foreach (var (method, calls) in Routes.Where(route => route.Calls.Access == Access.Everybody))
        {
            foreach (var call in CallsOf(method, calls, real))
            {
                var answer = await SendAsync(app.Anonymous, call);
                Assert.True(answer.Status < 500, $"{call}: {answer.Status} {answer.Text}");
                NamesNothingOfTheOwner(call, answer);
                foreach (var caller in (MonarcClient[])(method == "GET" ? [WrongKey, stranger, owner, app.Admin] : []))
                    Assert.Equal($"{call} {Shown(answer, real)}", $"{call} {Shown(await SendAsync(caller, call), real)}");
            }
        }
    }

    private IEnumerable<(string Template, IReadOnlyList<string> Methods)> DeclaredRoutes() =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        select (endpoint.RoutePattern.RawText!, endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => method.ToUpperInvariant()).ToList() as IReadOnlyList<string>);

    private IEnumerable<Call> CallsOf(string method, RouteCalls calls, ClientIds ids) => calls.CallsWith(method, ids, strangersAnr);

    /// <summary>Reads, then what stores, then what removes.</summary>
    private int Turn((string Method, RouteCalls Calls) route) =>
        route.Method == "DELETE" ? 2 : CallsOf(route.Method, route.Calls, real).Any(call => call.Method is "PATCH" || call is { Method: "POST", Path: "/api/v1/stats/" }) ? 1 : 0;

    /// <summary>What is answered for a client's ids or for none: its own name, its own batch.</summary>
    private static bool IsOfTheCallerAlone(RouteCalls calls) =>
        calls == RouteCalls.ByTemplate["api/v1/client/me"] || calls == RouteCalls.ByTemplate["api/v1/stats"];

    /// <summary>Whether one of the calls is answered otherwise for the owner's ids than for invented ones.</summary>
    private async Task<bool> TellsAsync(MonarcClient caller, string method, RouteCalls calls)
    {
        foreach (var (ofReal, ofInvented) in CallsOf(method, calls, real).Zip(CallsOf(method, calls, invented)))
        {
            if (Shown(await SendAsync(caller, ofReal), real) != Shown(await SendAsync(caller, ofInvented), invented))
                return true;
        }

        return false;
    }

    private static async Task IsRefusedAsync(MonarcClient caller, Call call, int status, string body)
    {
        var answer = await SendAsync(caller, call);
        Assert.Equal($"{call} {status} {(call.Method == "HEAD" ? "" : body)}", $"{call} {answer.Status} {answer.Text}");
        Assert.Null(answer.Headers.ETag);
    }

    private static Task<Answer> SendAsync(MonarcClient caller, Call call) => caller.SendAsync(call.Method, call.Path, call.Body);

    /// <summary>All that an answer tells, with the ids that were known before and UUIDs that the service made by names.</summary>
    private static string Shown(Answer answer, ClientIds ids)
    {
        var headers = from header in answer.Headers
                      where header.Key is not "Date" and not "X-Storage-Operations"
                      orderby header.Key
                      select $"{header.Key}: {(header.Key == "ETag" ? "one" : string.Join(',', header.Value))}";
        var text = $"{answer.Status} {answer.ContentType}\n{string.Join('\n', headers)}\n{TextOf(answer)}"
            .Replace(ids.Anr, "{anr}", StringComparison.OrdinalIgnoreCase)
            .Replace(ids.Stat, "{stat}", StringComparison.OrdinalIgnoreCase)
            .Replace(ids.Client, "{client}", StringComparison.OrdinalIgnoreCase)
            .Replace(ids.Name, "{name}", StringComparison.Ordinal)
            .Replace(ids.Key, "{key}", StringComparison.Ordinal);
        return AnyUuid().Replace(text, "{uuid}");
    }

    private void NamesNothingOfTheOwner(Call call, Answer answer)
    {
        var text = TextOf(answer);
        foreach (var id in stats.Select(stat => stat.Uuid!).Concat([Secret, real.Anr, real.Client, real.Name, real.Key]).Where(id => !call.Names(id)))
            Assert.False(text.Contains(id, StringComparison.OrdinalIgnoreCase), $"{call} is answered with {id}.");
    }

    /// <summary>Of an Excel file the text of its parts.</summary>
    private static string TextOf(Answer answer)
    {
        if (!answer.Body.AsSpan().StartsWith("PK"u8))
            return answer.Text;
        using var zip = new ZipArchive(new MemoryStream(answer.Body));
        return string.Concat(zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return $"{entry.FullName}\n{reader.ReadToEnd()}\n";
        }));
    }

    private static IEnumerable<PostedStat> Stats(string anr, int count, string members) => StatTypes.Names.Select(type => new PostedStat
    {
        Anr = anr,
        Type = type,
        Data = type switch
        {
            "threat" or "vulnerability" => PublicStatsData.Threats(count).Replace("{\"uuid\"", $"{{{members}\"uuid\"", StringComparison.Ordinal),
            "risk" => PublicStatsData.Risks(count).Replace("{\"total\"", $"{{{members}\"total\"", StringComparison.Ordinal),
            _ => $"{{{members}\"number\":{count}}}",
        },
    });

    /// <summary>All that is stored of the owner: its stats' rows with their revisions, and what it is known by.</summary>
    private async Task<IReadOnlyList<string>> OwnersRowsAsync()
    {
        var uuid = Guid.Parse(real.Client);
        var rows = await app.Services.GetRequiredService<StorageEngine>().Table("Stats").ReadAsync(StatKeys.Partition(uuid), KeyRange.All, cancellationToken: Cancellation)
            .Select(row => $"{row.Key} {row.Revision}").ToListAsync(Cancellation);
        Assert.True(rows.Count > stats.Length);
        return [.. rows, $"{await FindAsync(real.Name)}"];
    }

    private async Task<Client> FindAsync(string name) => (await Clients.FindAsync(name, Cancellation))!;

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex AnyUuid();
}

public sealed class AzureIsolationTests(AzuriteFixture azurite) : IsolationTests(new AzuriteUnderTest(azurite));

public sealed class SqliteIsolationTests() : IsolationTests(new SqliteUnderTest());
