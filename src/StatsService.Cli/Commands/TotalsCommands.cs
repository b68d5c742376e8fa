using System.CommandLine;
using StatsService.Stats;
using StatsService.Totals;
using StatsService.Wire;

namespace StatsService.Cli.Commands;

/// <summary><c>totals …</c>: whether the totals that averages are read from are right.</summary>
internal static class TotalsCommands
{
    public static Command Create(StatsTool tool) => new("totals", "The totals, of every day, that averages are read from.")
    {
        tool.Doing(new Command("verify", "Compares them with a computation from the statistics; changes nothing."), VerifyAsync),
        tool.Changing(new Command("rebuild", "Compares them with a computation from the statistics, and repairs what differs."), RebuildAsync),
    };

    private static async Task VerifyAsync(ToolRun run)
    {
        var found = await run.Get<TotalsAudit>().VerifyAsync(Progress(run), run.Cancellation);
        Write(run, found);
        if (found.Differences.Count > 0)
            throw new RefusalException($"The totals of {found.Differences.Count} days differ from a computation from the statistics; 'totals rebuild' repairs them.");
    }

    private static async Task RebuildAsync(ToolRun run) =>
        Write(run, await run.Get<TotalsAudit>().RebuildAsync(Progress(run), run.Cancellation));

    private static IProgress<AuditProgress> Progress(ToolRun run) => run.Progress<AuditProgress>(soFar => $"{soFar.Days} of {soFar.AllDays} days compared…");

    private static void Write(ToolRun run, AuditFindings found) => run.Write(
        new
        {
            found.Days,
            found.Waiting,
            Differences = found.Differences.Select(day => new { Type = day.Type.Name(), day.Date, Clients = day.Shares, day.Total }),
        },
        [
            $"{found.Days} days of types compared, {found.Differences.Count} differ. {found.Waiting} changes of days await their aggregation and count as no difference.",
            .. found.Differences.Select(day => $"{day.Type.Name()} {day.Date.ToWire()}: {day.Shares.Count} clients' shares{(day.Total ? ", the total" : "")}"),
        ]);
}
