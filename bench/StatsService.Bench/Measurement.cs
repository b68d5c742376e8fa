using System.Diagnostics;

namespace StatsService.Bench;

/// <summary>A call measured: its first time in each process, many times after, and as often as four connections can.</summary>
internal sealed record Measurement(string Name, IReadOnlyList<Reply> Cold, IReadOnlyList<Reply> Warm, double? PerSecond = null)
{
    /// <summary>What the first call took of its process.</summary>
    public IReadOnlyList<Cost> ColdCosts { get; init; } = [];

    /// <summary>What one of the calls after it took on average.</summary>
    public Cost? WarmCost { get; init; }

    private const int Connections = 4, MostWarm = 1_000, LeastWarm = 5;
    private static readonly TimeSpan WarmTime = TimeSpan.FromSeconds(4), FloodTime = TimeSpan.FromSeconds(5);

    /// <summary>Measures <paramref name="call"/>, which is asked anew for each request, for calls that must differ.</summary>
    public static async Task<Measurement> TakeAsync(StatsApi api, string name, Func<Call> call, bool flood, CancellationToken cancellation)
    {
        var cold = await call().SendAsync(api, cancellation);
        var warm = new List<Reply>();
        var started = Stopwatch.GetTimestamp();
        while (warm.Count < LeastWarm || (warm.Count < MostWarm && Stopwatch.GetElapsedTime(started) < WarmTime))
            warm.Add(await call().SendAsync(api, cancellation));
        return new Measurement(name, [cold], warm, flood ? await FloodAsync(api, call(), cancellation) : null);
    }

    /// <summary>The median of the first calls.</summary>
    public double ColdMilliseconds => At(0.5, Cold.Select(reply => reply.Milliseconds));

    /// <param name="share">0.5 is the median.</param>
    public double WarmMilliseconds(double share) => At(share, Warm.Select(reply => reply.Milliseconds));

    /// <summary>The median of the first calls.</summary>
    public Cost ColdCost => new((long)At(0.5, ColdCosts.Select(cost => (double)cost.Allocated)), At(0.5, ColdCosts.Select(cost => cost.ProcessorMilliseconds)));

    private static double At(double share, IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[(int)Math.Ceiling(share * ordered.Count) - 1];
    }

    /// <summary>Requests a second when each of the connections sends its next request as soon as it has its answer.</summary>
    private static async Task<double> FloodAsync(StatsApi api, Call call, CancellationToken cancellation)
    {
        async Task<int> SendUntilTimeIsUp(long started)
        {
            var sent = 0;
            for (; Stopwatch.GetElapsedTime(started) < FloodTime; sent++)
                await call.SendAsync(api, cancellation);
            return sent;
        }

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => call.SendAsync(api, cancellation)));
        var begin = Stopwatch.GetTimestamp();
        var sent = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => SendUntilTimeIsUp(begin), cancellation)));
        return sent.Sum() / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}

/// <summary>What a call takes of the service's process, with all that the process does meanwhile.</summary>
/// <param name="Allocated">Bytes of managed memory.</param>
internal sealed record Cost(long Allocated, double ProcessorMilliseconds);
