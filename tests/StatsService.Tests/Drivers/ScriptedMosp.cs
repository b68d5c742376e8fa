using System.Net;
using System.Text.Json;
using StatsService.SampleData;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Types;
using WireMock.Util;

namespace StatsService.Tests.Drivers;

/// <summary>A MOSP that publishes the sample threats and vulnerabilities in all languages, or does what a test tells it to.</summary>
public sealed class ScriptedMosp : IDisposable
{
    private static readonly IReadOnlyList<SampleObject> Objects = [.. SampleThreats.All, .. SampleVulnerabilities.All];
    private readonly WireMockServer server = WireMockServer.Start();
    private readonly List<string> asked = [];
    private int inFlight;

    public ScriptedMosp()
    {
        server.Given(Request.Create().WithPath("/api/v2/object/").UsingGet()).RespondWith(Response.Create().WithCallback(AnswerAsync));
    }

    public string Url => server.Url!;

    /// <summary>What it answers instead of its objects; null: those.</summary>
    public Func<Task<(HttpStatusCode Status, string Body)>>? Instead { get; set; }

    /// <summary>Which of them it publishes.</summary>
    public Func<SampleObject, bool> Publishes { get; set; } = _ => true;

    /// <summary>The language it answers in, by the one it is asked for.</summary>
    public Func<string, string> AnswersIn { get; set; } = language => language;

    /// <summary>The most requests that were under way at once.</summary>
    public int MostInFlight { get; private set; }

    /// <summary>UUID and language of each request, in their order.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (asked)
                return [.. asked];
        }
    }

    /// <summary>The values of a header in all requests.</summary>
    public IEnumerable<string> Header(string name) =>
        server.LogEntries.Select(entry => entry.RequestMessage!.Headers!.TryGetValue(name, out var values) ? values.Single() : "");

    public void Forget()
    {
        lock (asked)
            asked.Clear();
    }

    public static string NameOf(SampleObject known, string language) => language.ToUpperInvariant() switch
    {
        "FR" => $"{known.French} (MOSP)",
        "EN" => $"{known.English} (MOSP)",
        "DE" => $"{known.German} (MOSP)",
        _ => $"{known.Dutch} (MOSP)",
    };

    public static int IdOf(SampleObject known) => 1000 + Objects.Index().Single(pair => pair.Item == known).Index;

    public void Dispose() => server.Dispose();

    private async Task<IResponseMessage> AnswerAsync(IRequestMessage request)
    {
        lock (asked)
        {
            MostInFlight = Math.Max(MostInFlight, ++inFlight);
            asked.Add($"{Parameter("uuid")} {Parameter("language")}");
        }

        // As far away as the real one.
        await Task.Delay(TimeSpan.FromMilliseconds(5));
        var (status, body) = Instead is { } instead ? await instead() : (HttpStatusCode.OK, Find(Parameter("uuid"), Parameter("language")));
        lock (asked)
            inFlight--;
        return new ResponseMessage
        {
            StatusCode = status,
            Headers = new Dictionary<string, WireMockList<string>> { ["Content-Type"] = new("application/json") },
            BodyData = new BodyData { DetectedBodyType = BodyType.String, BodyAsString = body },
        };

        string Parameter(string name) => request.Query is { } query && query.TryGetValue(name, out var values) ? values.Single() : "";
    }

    private string Find(string uuid, string language)
    {
        var found = Objects.Where(known => known.Uuid == Guid.Parse(uuid) && Publishes(known)).ToList();
        return JsonSerializer.Serialize(new
        {
            metadata = new { count = $"{found.Count}", offset = "0", limit = "10" },
            data = found.Select(known => new
            {
                id = IdOf(known),
                name = $"revision of {known.English}",
                description = "",
                schema_id = 12,
                org_id = 1,
                last_updated = "2026-01-05T10:00:00",
                json_object = new { uuid, language = AnswersIn(language), label = NameOf(known, language), code = "T1" },
            }),
        });
    }
}
