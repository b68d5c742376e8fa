using System.CommandLine;
using System.Net;
using StatsService.SampleData;

namespace StatsService.Bench;

/// <summary>`run`: measures a service that `load` filled.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Option<Uri> url = CommonOptions.Url();
        Option<string> token = new("--token") { Description = "The key of the first client that `load` made.", Required = true };
        var command = new Command("run", "Prints a table of times, requests a second and storage operations of a loaded service.") { url, token };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = new StatsApi(parsed.GetRequiredValue(url), parsed.GetRequiredValue(token));
            ResultTable.Write(Console.Out, await MeasureAsync(api, cancellation));
        });
        return command;
    }

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(StatsApi api, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var taken = await MeasureReadsAsync(api, Reads(today), cancellation);

        // Last, since it changes what the reads return. Other ANRs, long ago and a day later each time, as cron does it.
        var office = new SampleFrontOffice(client: 1_000, anrs: 5);
        var day = today.AddYears(-5);
        taken.Add(await Measurement.TakeAsync(api, "POST 25 stats (5 ANRs × 5 types)", () => Call.PostStats(office.Batch(day = day.AddDays(1))), flood: false, cancellation));
        return taken;
    }

    /// <summary>The reads that the totals answer, whose cost must not follow the number of ANRs.</summary>
    public static async Task<IReadOnlyList<Measurement>> MeasureTotalsAsync(StatsApi api, CancellationToken cancellation) =>
        await MeasureReadsAsync(api, TotalsReads(DateOnly.FromDateTime(DateTime.UtcNow)), cancellation);

    private static async Task<List<Measurement>> MeasureReadsAsync(StatsApi api, IEnumerable<(string Name, Call Call, bool Flood)> reads, CancellationToken cancellation)
    {
        var taken = new List<Measurement>();
        foreach (var (name, call, flood) in reads)
            try
            {
                taken.Add(await Measurement.TakeAsync(api, name, () => call, flood, cancellation));
            }
            catch (BenchException missing) when (missing.Status == HttpStatusCode.NotFound)
            {
                await Console.Error.WriteLineAsync($"This service does not have {name}: no row.");
            }

        return taken;
    }

    private static IEnumerable<(string Name, Call Call, bool Flood)> Reads(DateOnly today)
    {
        yield return ("`client/me`", Call.Get("api/v1/client/me"), true);
        yield return ("list risk, three months", List("risk", today.AddMonths(-3), today), false);
        yield return ("list vulnerability, three months", List("vulnerability", today.AddMonths(-3), today), false);
        yield return ("`get_last` risk", Call.Get("api/v1/stats/", new { type = "risk", get_last = true }), false);
        yield return ("`get_last` vulnerability", Call.Get("api/v1/stats/", new { type = "vulnerability", get_last = true }), false);
        foreach (var read in TotalsReads(today))
            yield return read;
        foreach (var type in (string[])["threat", "vulnerability"])
            yield return ($"`{type}_average_on_date`, a year, 5 ANRs", Processed(type, today, new SampleFrontOffice().Anrs.Take(5)), false);
    }

    private static IEnumerable<(string Name, Call Call, bool Flood)> TotalsReads(DateOnly today)
    {
        foreach (var type in (string[])["threat", "vulnerability"])
            yield return ($"`{type}_average_on_date`, a year", Processed(type, today, null), false);
        yield return ("`/stats/threats.json?days=365`", Call.Get("stats/threats.json?days=365"), true);
        yield return ("`/stats/threats.json?days=365`, Brotli", Call.Get("stats/threats.json?days=365") with { Encoding = "br" }, true);
        yield return ("`/stats/vulnerabilities.json?days=365`", Call.Get("stats/vulnerabilities.json?days=365"), true);
    }

    private static Call List(string type, DateOnly from, DateOnly to) =>
        Call.Get("api/v1/stats/", new { type, date_from = from, date_to = to });

    private static Call Processed(string type, DateOnly today, IEnumerable<Guid>? anrs) => Call.Get(
        "api/v1/stats/processed/",
        new { type, processor = $"{type}_average_on_date", processor_params = Array.Empty<string>(), anrs, date_from = today.AddDays(-364), date_to = today });
}
