using System.Diagnostics;
using System.Net;

namespace StatsService.Bench;

/// <summary>
/// Aggregation follows the posts. It is complete, and right, when every month's answer for all ANRs, which the
/// service computes from the stats, equals the answer without ANRs, which it takes from the totals.
/// </summary>
internal static class Totals
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15), Pause = TimeSpan.FromMilliseconds(250);

    public static async Task WaitAsync(StatsApi api, IEnumerable<string> types, IReadOnlyList<Guid> anrs, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var type in types.Intersect(["risk", "threat", "vulnerability"]))
            for (var start = from; start <= to; start = start.AddMonths(1))
            {
                var end = start.AddMonths(1).AddDays(-1);
                var expected = await AskAsync(api, type, anrs, start, end, cancellation);
                while (!(await AskAsync(api, type, null, start, end, cancellation)).AsSpan().SequenceEqual(expected))
                {
                    if (Stopwatch.GetElapsedTime(started) > Patience)
                        throw new BenchException($"The totals of {type} from {start:O} to {end:O} still differ from a computation from the stats: the figures would be those of wrong answers.");
                    await Task.Delay(Pause, cancellation);
                }
            }
    }

    private static async Task<byte[]> AskAsync(StatsApi api, string type, IReadOnlyList<Guid>? anrs, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var processor = type == "risk" ? "risk_averages_on_date" : $"{type}_average_on_date";
        var (status, body) = await api.ReadAsync(HttpMethod.Get, "api/v1/stats/processed/", new { type, processor, anrs, date_from = from, date_to = to }, cancellation);
        return status == HttpStatusCode.OK ? body : throw new BenchException($"{processor} was answered with {(int)status} while waiting for the totals.");
    }
}
