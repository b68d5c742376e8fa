using System.CommandLine;
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
        var taken = new List<Measurement>();
        foreach (var (name, call) in Calls())
            taken.Add(await Measurement.TakeAsync(api, name, call, flood: name.Contains("json?days", StringComparison.Ordinal) || name.Contains("/me", StringComparison.Ordinal), cancellation));
        return taken;
    }

    /// <summary>What is measured. The last one comes last, since it changes what the reads return.</summary>
    /// <param name="named">Only those whose name contains this.</param>
    public static IReadOnlyList<(string Name, Func<Call> Call)> Calls(string named = "")
    {
        // Other ANRs, long ago and a day later each time, as cron does it.
        var office = new SampleFrontOffice(client: 1_000, anrs: 5);
        var day = Today.AddYears(-5);
        return
        [
            .. Reads().Where(read => read.Name.Contains(named, StringComparison.Ordinal)).Select(read => (read.Name, (Func<Call>)(() => read.Call))),
            .. "POST 25 stats (5 ANRs × 5 types)" is var post && post.Contains(named, StringComparison.Ordinal)
                ? [(post, () => Call.PostStats(office.Batch(day = day.AddDays(1))))]
                : Array.Empty<(string, Func<Call>)>(),
        ];
    }

    /// <summary>The reads that the totals answer, whose cost must not follow the number of ANRs.</summary>
    public static IReadOnlyList<(string Name, Func<Call> Call)> TotalsCalls(string named) =>
        [.. TotalsReads().Where(read => read.Name.Contains(named, StringComparison.Ordinal)).Select(read => (read.Name, (Func<Call>)(() => read.Call)))];

    private static DateOnly Today { get; } = DateOnly.FromDateTime(DateTime.UtcNow);

    private static IEnumerable<(string Name, Call Call)> Reads()
    {
        var five = new SampleFrontOffice().Anrs.Take(5).ToList();
        yield return ("`client/me`", Call.Get("api/v1/client/me"));
        yield return ("list risk, today", List("risk", Today));
        yield return ("list risk, three months", List("risk", Today.AddMonths(-3)));
        yield return ("list risk, three months, 5 ANRs", List("risk", Today.AddMonths(-3), five));
        yield return ("list vulnerability, three months", List("vulnerability", Today.AddMonths(-3)));
        yield return ("`get_last` risk", Call.Get("api/v1/stats/", new { type = "risk", get_last = true }));
        yield return ("`get_last` vulnerability", Call.Get("api/v1/stats/", new { type = "vulnerability", get_last = true }));
        foreach (var read in TotalsReads())
            yield return read;
        foreach (var type in (string[])["threat", "vulnerability"])
            yield return ($"`{type}_average_on_date`, a year, 5 ANRs", Processed(type, five));
    }

    private static IEnumerable<(string Name, Call Call)> TotalsReads()
    {
        foreach (var type in (string[])["threat", "vulnerability"])
            yield return ($"`{type}_average_on_date`, a year", Processed(type, null));
        yield return ("`/stats/threats.json?last_stats=1`", Call.Get("stats/threats.json?last_stats=1"));
        yield return ("`/stats/threats.json?days=365`", Call.Get("stats/threats.json?days=365"));
        yield return ("`/stats/threats.json?days=365`, Brotli", Call.Get("stats/threats.json?days=365") with { Encoding = "br" });
        yield return ("`/stats/vulnerabilities.json?days=365`", Call.Get("stats/vulnerabilities.json?days=365"));
    }

    private static Call List(string type, DateOnly from, IEnumerable<Guid>? anrs = null) =>
        Call.Get("api/v1/stats/", new { type, anrs = anrs ?? [], date_from = from, date_to = Today });

    private static Call Processed(string type, IEnumerable<Guid>? anrs) => Call.Get(
        "api/v1/stats/processed/",
        new { type, processor = $"{type}_average_on_date", processor_params = Array.Empty<string>(), anrs, date_from = Today.AddDays(-364), date_to = Today });
}
