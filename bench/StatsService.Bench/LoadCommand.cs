using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using StatsService.SampleData;

namespace StatsService.Bench;

/// <summary>`load`: makes clients and sends their statistics, several days in a post, over several connections.</summary>
internal static class LoadCommand
{
    private const int MostStatsOfPost = 600, Connections = 4;

    public static readonly string[] RatedTypes = ["risk", "threat", "vulnerability"];

    public static Command Create()
    {
        var (url, admin, anrs, days, clients) = (CommonOptions.Url(), CommonOptions.AdminToken(), CommonOptions.Anrs(), CommonOptions.Days(), CommonOptions.Clients());
        Option<string> types = new("--types") { Description = "Types to send, with commas.", DefaultValueFactory = _ => string.Join(',', RatedTypes) };
        var command = new Command("load", "Fills an empty service with sample statistics.") { url, admin, anrs, days, clients, types };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = new StatsApi(parsed.GetRequiredValue(url), parsed.GetRequiredValue(admin));
            var load = new Load(parsed.GetValue(clients), parsed.GetValue(anrs), parsed.GetValue(days), parsed.GetValue(types)!.Split(','));
            Console.WriteLine($"The first client's key, for `run --token`: {await SendAsync(api, load, cancellation)}");
        });
        return command;
    }

    /// <summary>What to send: every client's ANRs on every day up to today.</summary>
    public sealed record Load(int Clients, int Anrs, int Days, IReadOnlyList<string> Types)
    {
        public Load(int clients, int anrs, int days) : this(clients, anrs, days, RatedTypes) { }
    }

    /// <returns>The first client's key.</returns>
    public static async Task<string> SendAsync(StatsApi admin, Load load, CancellationToken cancellation)
    {
        var offices = Enumerable.Range(0, load.Clients).Select(client => new SampleFrontOffice(client: client, anrs: load.Anrs) { Types = load.Types }).ToList();
        var apis = (await CreateClientsAsync(admin, load.Clients, cancellation)).Select(admin.WithKey).ToList();

        // A sheet is a type and day of a post, so days that travel together are stored as if they had come one by one.
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var parts = Enumerable.Range(0, load.Days).Select(back => today.AddDays(back + 1 - load.Days))
            .Chunk(Math.Max(1, MostStatsOfPost / (load.Anrs * load.Types.Count)))
            .SelectMany(days => Enumerable.Range(0, load.Clients).Select(client => (Client: client, Days: days)))
            .ToList();
        var bytes = 0L;
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            parts,
            new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation },
            async (part, token) =>
            {
                var batch = offices[part.Client].Batch(part.Days);
                Interlocked.Add(ref bytes, batch.Length);
                await Call.PostStats(batch).SendAsync(apis[part.Client], token);
            });

        var posting = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var stats = (long)load.Days * load.Clients * load.Anrs * load.Types.Count;
        Console.WriteLine(
            $"{parts.Count} posts of up to {parts[0].Days.Length} days, {stats} stats, {ResultTable.Size(bytes)} of JSON: " +
            $"{parts.Count / posting:F1} posts/s, {stats / posting:N0} stats/s, {Connections} connections.");
        var waited = Stopwatch.GetTimestamp();
        await Totals.WaitAsync(admin, load.Types, [.. offices.SelectMany(office => office.Anrs)], today.AddDays(1 - load.Days), today, cancellation);
        Console.WriteLine($"Totals equal a computation from the stats {Stopwatch.GetElapsedTime(waited).TotalSeconds:F1} s after the last post.");
        var first = apis[0].Key!;
        apis.ForEach(api => api.Dispose());
        return first;
    }

    /// <returns>Their keys.</returns>
    public static async Task<IReadOnlyList<string>> CreateClientsAsync(StatsApi admin, int clients, CancellationToken cancellation)
    {
        var keys = new string[clients];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, clients),
            new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation },
            async (client, token) => keys[client] = await CreateClientAsync(admin, $"bench-{client}", token));
        return keys;
    }

    private static async Task<string> CreateClientAsync(StatsApi admin, string name, CancellationToken cancellation)
    {
        var (status, body) = await admin.ReadAsync(HttpMethod.Post, "api/v1/client/", new { name, is_sharing_enabled = false, token = (string?)null }, cancellation);
        using var client = status switch
        {
            HttpStatusCode.Created => JsonDocument.Parse(body),
            HttpStatusCode.NotModified => throw new BenchException($"The service has a client '{name}' already, so its figures would mix with older ones. Load into empty storage."),
            _ => throw new BenchException($"The service answered {(int)status} when asked to make the client '{name}'. Is the admin token right, and registration open?"),
        };
        return client.RootElement.GetProperty("token").GetString()!;
    }
}
