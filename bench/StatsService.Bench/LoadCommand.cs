using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using StatsService.SampleData;

namespace StatsService.Bench;

/// <summary>`load`: makes clients and sends their statistics day by day, as cron does.</summary>
internal static class LoadCommand
{
    private static readonly string[] RatedTypes = ["risk", "threat", "vulnerability"];

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
        var keys = new List<string>();
        for (var client = 0; client < load.Clients; client++)
            keys.Add(await CreateClientAsync(admin, $"bench-{client}", cancellation));
        var apis = keys.Select(admin.WithKey).ToList();

        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var (posting, bytes) = (TimeSpan.Zero, 0L);
        foreach (var day in Enumerable.Range(0, load.Days).Select(back => today.AddDays(back + 1 - load.Days)))
            for (var client = 0; client < load.Clients; client++)
            {
                var batch = offices[client].Batch(day);
                bytes += batch.Length;
                posting += TimeSpan.FromMilliseconds((await Call.PostStats(batch).SendAsync(apis[client], cancellation)).Milliseconds);
            }

        apis.ForEach(api => api.Dispose());
        var posts = load.Days * load.Clients;
        Console.WriteLine(
            $"{posts} posts of {load.Anrs * load.Types.Count} stats, {ResultTable.Size(bytes)} of JSON, {posts / posting.TotalSeconds:F1} posts/s, " +
            $"{posts * load.Anrs * load.Types.Count / posting.TotalSeconds:N0} stats/s, one connection.");
        var waited = Stopwatch.GetTimestamp();
        await Totals.WaitAsync(admin, load.Types, [.. offices.SelectMany(office => office.Anrs)], today.AddDays(1 - load.Days), today, cancellation);
        Console.WriteLine($"Totals equal a computation from the stats {Stopwatch.GetElapsedTime(waited).TotalSeconds:F1} s after the last post.");
        return keys[0];
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
