using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using StatsService.SampleData;

namespace StatsService.Bench;

/// <summary>`years`: a database file as full as a company's server has it after years, beside one with its last month only.</summary>
internal static class YearsCommand
{
    private const int StatsOfPost = 600, Connections = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        var (service, rounds) = (CommonOptions.Service(), CommonOptions.Rounds());
        var months = CommonOptions.Number("--months", 36, "How far back the front office of 20 ANRs goes, of which 36 are kept; the one of 200 goes back a year at most.");
        var command = new Command("years", "Fills a database file with what is kept of years, prints size, memory and times beside those of a file with a month, and makes a backup under load (Linux).")
        {
            service, rounds, months,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine(AllCommand.Machine());
            var days = (int)(parsed.GetValue(months) * 365.25 / 12);
            await using var month = await FillAsync(30, 30);
            await using var years = await FillAsync(days, Math.Min(days, 365));
            var taken = await new InTurns([month, years], cancellation).MeasureAsync(Calls(), parsed.GetValue(rounds));
            ResultTable.WriteSideBySide(Console.Out, ["a month", "years"], taken, withRatios: true);
            await StartTimes.WriteAsync(Console.Out, [("a month", month.Process), ("years", years.Process)], parsed.GetValue(rounds), cancellation);
            await years.Process.StartAfreshAsync(cancellation);
            await BackUpAsync(years, cancellation);

            Task<LoadedService> FillAsync(int small, int large) => LoadAsync(parsed.GetValue(service), [(20, small), (200, large)], cancellation);
        });
        return command;
    }

    /// <summary>What front offices and visitors ask day by day, whose answers are as large in both services.</summary>
    private static IReadOnlyList<(string Name, Func<Call> Call)> Calls()
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var from = today.AddDays(-28);
        return
        [
            ("list risk, four weeks", () => Call.Get("api/v1/stats/", new { type = "risk", date_from = from, date_to = today })),
            ("`threat_average_on_date`, four weeks", () => Call.Get("api/v1/stats/processed/", new { type = "threat", processor = "threat_average_on_date", date_from = from, date_to = today })),
            .. RunCommand.Calls().Where(call => call.Name.Contains("get_last", StringComparison.Ordinal) || call.Name.Contains("last_stats", StringComparison.Ordinal) || call.Name.StartsWith("POST", StringComparison.Ordinal)),
        ];
    }

    private static async Task<LoadedService> LoadAsync(string? dll, IReadOnlyList<(int Anrs, int Days)> offices, CancellationToken cancellation)
    {
        var service = new ServiceUnderTest(dll, new BenchStorage(sqlite: true));
        try
        {
            await service.StartAfreshAsync(cancellation);
            using var admin = new StatsApi(service.Url, ServiceUnderTest.AdminToken);
            var keys = await LoadCommand.CreateClientsAsync(admin, offices.Count, cancellation);
            var started = Stopwatch.GetTimestamp();
            foreach (var (key, client) in keys.Select((key, client) => (key, client)))
                await PostAsync(admin.WithKey(key), new SampleFrontOffice(client: client, anrs: offices[client].Anrs), offices[client].Days, cancellation);
            var posting = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await SettleAsync(admin, cancellation);
            var (aggregating, loading) = (Stopwatch.GetElapsedTime(started).TotalSeconds - posting, service.PeakMemory);

            // What is too old is removed now, instead of at night.
            await service.StartAfreshAsync(cancellation, ("HOUSEKEEPING_SCHEDULE", "0 * * * * *"));
            foreach (var key in keys)
            {
                while (await HasOldAsync(admin.WithKey(key), cancellation))
                    await Task.Delay(Pause, cancellation);
            }

            await SettleAsync(admin, cancellation);
            var stats = offices.Sum(office => office.Anrs * office.Days * SampleFrontOffice.AllTypes.Count);
            Console.WriteLine(
                $"{string.Join(" and ", offices.Select(office => $"{office.Days} days of {office.Anrs} ANRs"))}: {stats:N0} stats in {posting:F0} s, aggregated {aggregating:F0} s later; " +
                $"a file of {ResultTable.Size(service.DatabaseSize)}; memory {ResultTable.Size(service.ResidentMemory)}, at most {ResultTable.Size(Math.Max(loading, service.PeakMemory))}.");
            await service.StopAsync();
            return new LoadedService(service, admin.WithKey(keys[0]));
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Who is told to come back does so: this is far more at once than front offices send.</summary>
    private static Task PostAsync(StatsApi api, SampleFrontOffice office, int days, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        return Parallel.ForEachAsync(
            Enumerable.Range(0, days).Select(back => today.AddDays(back + 1 - days)).Chunk(Math.Max(1, StatsOfPost / (office.Anrs.Count * SampleFrontOffice.AllTypes.Count))),
            new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation },
            async (part, token) =>
            {
                var (counts, post) = (new CallCounts(), Call.PostStats(office.Batch(part)));
                while (!await counts.TrySendAsync(api, post, token))
                {
                    if (counts.Failures > 0)
                        throw new BenchException("A post was answered neither 201 nor 503 with Retry-After. The service's log says more.");
                }
            });
    }

    private static async Task SettleAsync(StatsApi admin, CancellationToken cancellation)
    {
        while (await PendingAsync(admin, cancellation) > 0)
            await Task.Delay(Pause, cancellation);
    }

    private static async Task<int> PendingAsync(StatsApi admin, CancellationToken cancellation)
    {
        var (_, body) = await admin.ReadAsync(HttpMethod.Get, "api/v1/admin/status", null, cancellation);
        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("aggregation").GetProperty("pending").GetInt32();
    }

    /// <summary>Whether there is a stat that is older than the 36 months that are kept.</summary>
    private static async Task<bool> HasOldAsync(StatsApi api, CancellationToken cancellation)
    {
        var last = DateOnly.FromDateTime(DateTime.UtcNow).AddMonths(-36).AddDays(-1);
        foreach (var type in SampleFrontOffice.AllTypes)
        {
            var (_, body) = await api.ReadAsync(HttpMethod.Get, "api/v1/stats/", new { type, date_from = DateOnly.MinValue, date_to = last, limit = 1 }, cancellation);
            if (JsonSerializer.Deserialize<JsonElement>(body).GetProperty("data").GetArrayLength() > 0)
                return true;
        }

        return false;
    }

    /// <summary>Posts and reads one after the other, for a while without and then with a backup, and how long each took.</summary>
    private static async Task BackUpAsync(LoadedService years, CancellationToken cancellation)
    {
        var calls = Calls().Where(call => call.Name.StartsWith("POST", StringComparison.Ordinal) || call.Name.StartsWith("list", StringComparison.Ordinal)).ToList();
        await SendAsync("Without a backup", Task.Delay(TimeSpan.FromSeconds(10), cancellation));
        var started = Stopwatch.GetTimestamp();
        await SendAsync("During a backup", years.Process.BackUpAsync(cancellation));
        Console.WriteLine($"The backup took {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, its check included. Memory {ResultTable.Size(years.Process.ResidentMemory)}, at most {ResultTable.Size(years.Process.PeakMemory)}.");

        async Task SendAsync(string when, Task until)
        {
            var counts = calls.ConvertAll(_ => new CallCounts());
            var begun = Stopwatch.GetTimestamp();
            while (!until.IsCompleted)
                foreach (var (call, own) in calls.Zip(counts))
                    await own.TrySendAsync(years.Api, call.Call(), cancellation);
            await until;
            foreach (var (call, own) in calls.Zip(counts))
                CallCounts.Write(Console.Out, $"{when}: {call.Name}", [own], Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }
    }
}
