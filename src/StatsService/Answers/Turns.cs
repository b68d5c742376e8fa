using System.Threading.RateLimiting;

namespace StatsService.Answers;

/// <summary>More is asked for than can be done now.</summary>
public sealed class OverloadedException() : Exception("Too much is asked for at once.")
{
    /// <summary>How long a caller should wait before it tries again.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(5);
}

/// <summary>Turns and room that a limiter gives, of which there is a limited number.</summary>
public static class Turns
{
    /// <summary>How long a caller mostly waits for a turn.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Waits for a turn; disposing of what is returned ends it.</summary>
    /// <param name="acquire">Asks the limiter.</param>
    /// <exception cref="OverloadedException">There was none in time, or too many wait already.</exception>
    public static async Task<IDisposable> EnterAsync(Func<CancellationToken, ValueTask<RateLimitLease>> acquire, TimeSpan patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(acquire);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(patience);
        try
        {
            var lease = await acquire(waiting.Token);
            if (lease.IsAcquired)
                return lease;
            lease.Dispose();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody ended in time.
        }

        throw new OverloadedException();
    }
}
