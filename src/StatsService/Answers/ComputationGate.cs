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

    private const int MaxWaiting = 32;
    private readonly SemaphoreSlim turns = new(Math.Max(2, Environment.ProcessorCount));
    private int waiting;

    /// <exception cref="OverloadedException">There was no turn in time.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> compute, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref waiting) > MaxWaiting || !await turns.WaitAsync(Patience, cancellationToken))
                throw new OverloadedException();
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        try
        {
            return await compute();
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();
}
