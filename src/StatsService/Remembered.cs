namespace StatsService;

/// <summary>What was read last, for a while. Callers that come while it is being read wait for the answer instead of asking too.</summary>
internal sealed class Remembered<T>(TimeSpan lifetime, TimeProvider time, Func<Task<T>> read)
{
    private readonly Lock asking = new();
    private (Task<T> Reading, long StartedAt)? last;

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (asking)
        {
            if (last is not { } known || known.Reading.IsFaulted || known.Reading.IsCanceled
                || (known.Reading.IsCompleted && time.GetElapsedTime(known.StartedAt) >= lifetime))
                last = known = (read(), time.GetTimestamp());
            return known.Reading.WaitAsync(cancellationToken);
        }
    }
}
