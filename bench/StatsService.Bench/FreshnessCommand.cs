using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using StatsService.SampleData;

namespace StatsService.Bench;

/// <summary>`freshness`: how long after its 201 a stat is in the public averages, while posts come at a steady rate.</summary>
internal static class FreshnessCommand
{
    private const int ProbeEvery = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5), Pause = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var (service, inMemory, sqlite) = (CommonOptions.Service(), CommonOptions.InMemory(), CommonOptions.Sqlite());
        var rate = CommonOptions.Number("--rate", 20, "Posts a second. One Azurite keeps up with 20, a database file with 50.");
        var seconds = CommonOptions.Number("--seconds", 60, "How long.");
        var clients = CommonOptions.Number("--clients", 100, "Front offices that take turns; each posts one ANR's risks, threats and vulnerabilities of a day, a day earlier each time.");
        var command = new Command("freshness", "Prints how long after their 201 posts are in the totals, during a steady rate of posts and at its end (Linux).") { rate, seconds, clients, service, inMemory, sqlite };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine(AllCommand.Machine());
            await using var running = new ServiceUnderTest(parsed.GetValue(service), new BenchStorage(parsed.GetValue(inMemory), parsed.GetValue(sqlite)));
            await running.StartAfreshAsync(cancellation);
            using var admin = new StatsApi(running.Url, ServiceUnderTest.AdminToken, connections: 64);
            await new Run(admin, parsed.GetValue(rate), parsed.GetValue(seconds)).MeasureAsync(parsed.GetValue(clients), cancellation);
        });
        return command;
    }

    /// <summary>In words: the median, the 95th percentile and the largest.</summary>
    public static string Spread(IEnumerable<double> milliseconds)
    {
        var ordered = milliseconds.Order().ToList();
        return $"{ordered[ordered.Count / 2]:F0} ms at the median, {ordered[ordered.Count * 95 / 100]:F0} ms at the 95th percentile, {ordered[^1]:F0} ms at most";
    }

    private sealed class Run(StatsApi admin, int rate, int seconds)
    {
        private readonly DateOnly today = DateOnly.FromDateTime(DateTime.UtcNow);
        private readonly ConcurrentBag<double> posting = [];
        private readonly ConcurrentBag<double> lags = [];
        private readonly ConcurrentBag<Guid> probes = [];

        public async Task MeasureAsync(int clients, CancellationToken cancellation)
        {
            var apis = (await LoadCommand.CreateClientsAsync(admin, clients, cancellation)).Select(admin.WithKey).ToList();
            var offices = Enumerable.Range(0, clients).Select(client => new SampleFrontOffice(client: client, anrs: 1) { Types = LoadCommand.RatedTypes }).ToList();

            var sending = new List<Task>();
            var started = Stopwatch.GetTimestamp();
            for (var number = 0; number < rate * seconds; number++)
            {
                if (TimeSpan.FromSeconds((double)number / rate) - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } early)
                    await Task.Delay(early, cancellation);
                var (api, office, day) = (apis[number % clients], offices[number % clients], today.AddDays(-(number / clients)));
                sending.Add(Task.Run(async () => posting.Add((await Call.PostStats(office.Batch(day)).SendAsync(api, cancellation)).Milliseconds), cancellation));
                if (number % ProbeEvery == 0)
                    sending.Add(Task.Run(() => ProbeAsync(api, cancellation), cancellation));
            }

            await Task.WhenAll(sending);
            var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var ended = Stopwatch.GetTimestamp();
            var taken = (await Call.Get("api/v1/client/me").SendAsync(admin, cancellation)).AllOperations;
            await Totals.WaitAsync(admin, LoadCommand.RatedTypes, [.. offices.SelectMany(office => office.Anrs), .. probes], today.AddDays(-(rate * seconds / clients)), today, cancellation);

            Console.WriteLine($"{posting.Count} posts of 3 stats by {clients} front offices in {took:F1} s ({posting.Count / took:F1} posts/s); a post took {Spread(posting)}.");
            Console.WriteLine($"{lags.Count} of the stats looked for were in the public averages {Spread(lags)} after their 201.");
            foreach (var (kind, count) in taken.Where(kind => kind.Value >= posting.Count / 100).OrderByDescending(kind => kind.Value))
                Console.WriteLine($"  {kind,-20} {(double)count / posting.Count,6:F2} a post");
            Console.WriteLine($"All totals equal a computation from the stats {Stopwatch.GetElapsedTime(ended).TotalSeconds:F1} s after the last answer, the comparison included.");
            apis.ForEach(api => api.Dispose());
        }

        // A threat that no other stat has: it is in the answer once its stat is in the totals.
        private async Task ProbeAsync(StatsApi api, CancellationToken cancellation)
        {
            var threat = Guid.NewGuid().ToString();
            object data = new { uuid = threat, label1 = "", label2 = "Probe", label3 = "", label4 = "", count = 1, maxRisk = 1, averageRate = "1.00" };
            var anr = Guid.NewGuid();
            probes.Add(anr);
            object stat = new { anr, type = "threat", date = today, data = new[] { data } };
            await Call.PostStats(JsonSerializer.SerializeToUtf8Bytes(new[] { stat })).SendAsync(api, cancellation);

            var acknowledged = Stopwatch.GetTimestamp();
            var sought = Encoding.ASCII.GetBytes(threat);
            while ((await admin.ReadAsync(HttpMethod.Get, "stats/threats.json?days=1", null, cancellation)).Body.AsSpan().IndexOf(sought) < 0)
            {
                if (Stopwatch.GetElapsedTime(acknowledged) > Patience)
                    throw new BenchException($"A stat is not in the averages {Patience.TotalMinutes} minutes after it was acknowledged.");
                await Task.Delay(Pause, cancellation);
            }

            lags.Add(Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds);
        }
    }
}
