using System.Threading.RateLimiting;

namespace StatsService.Answers;

/// <summary>Bounds the computations that run and wait at once, so that heavy reads starve nobody; finished answers need no turn.</summary>
public sealed class ComputationGate : IDisposable
{
    private readonly ConcurrencyLimiter turns = new(new ConcurrencyLimiterOptions { PermitLimit = Math.Max(2, Environment.ProcessorCount), QueueLimit = 32 });

    /// <exception cref="OverloadedException">There was no turn in time.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> compute, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(compute);
        using var turn = await Turns.EnterAsync(waiting => turns.AcquireAsync(1, waiting), Turns.Patience, cancellationToken);
        return await compute();
    }

    public void Dispose() => turns.Dispose();
}
