using System.Threading.RateLimiting;

namespace StatsService.Answers;

/// <summary>More is asked for than can be computed now.</summary>
public sealed class OverloadedException() : Exception("Too many computations at once.")
{
    /// <summary>How long a caller should wait before it tries again.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(5);
}

/// <summary>Bounds the computations that run and wait at once, so that heavy reads starve nobody; finished answers need no turn.</summary>
public sealed class ComputationGate : IDisposable
{
    /// <summary>How long a caller waits for a turn.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrencyLimiter turns = new(new ConcurrencyLimiterOptions { PermitLimit = Math.Max(2, Environment.ProcessorCount), QueueLimit = 32 });

    /// <exception cref="OverloadedException">There was no turn in time.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> compute, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(compute);
        using var turn = await TakeTurnAsync(cancellationToken);
        return turn.IsAcquired ? await compute() : throw new OverloadedException();
    }

    public void Dispose() => turns.Dispose();

    private async Task<RateLimitLease> TakeTurnAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await turns.AcquireAsync(1, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OverloadedException();
        }
    }
}
