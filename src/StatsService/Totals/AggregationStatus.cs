using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>How far aggregation is behind.</summary>
/// <param name="Days">How many changes of days await aggregation, as far as they were counted.</param>
/// <param name="IsWhole">False where more await it than were counted.</param>
/// <param name="Oldest">The one that waits longest; null: none waits.</param>
/// <param name="Failed">Some of those that could not be aggregated, each with its reason.</param>
public sealed record AggregationState(DateTimeOffset ObservedAt, int Days, bool IsWhole, PendingDay? Oldest, IReadOnlyList<PendingDay> Failed)
{
    /// <summary>How long the day that waits longest had waited; zero: none waits.</summary>
    public TimeSpan OldestAge => Oldest is { } oldest && ObservedAt > oldest.Since ? ObservedAt - oldest.Since : TimeSpan.Zero;
}

/// <summary>Tells what awaits aggregation, for those who ask how the service does.</summary>
public sealed class AggregationStatus
{
    private const int MaxRowsOfBucket = 1000;
    private const int MaxFailed = 10;

    /// <summary>How long an answer serves the next callers too, so that who asks often does not load the storage.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly PendingDays pending;
    private readonly TimeProvider time;
    private readonly Remembered<AggregationState> known;

    public AggregationStatus(PendingDays pending, TimeProvider time)
    {
        this.pending = pending;
        this.time = time;
        known = new Remembered<AggregationState>(Lifetime, time, () => ReadAsync(CancellationToken.None));
    }

    /// <summary>As it was within the last ten seconds.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public Task<AggregationState> GetAsync(CancellationToken cancellationToken) => known.GetAsync(cancellationToken);

    /// <summary>As it is now: one operation for each of the four buckets, however many clients there are.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public async Task<AggregationState> ReadAsync(CancellationToken cancellationToken)
    {
        var buckets = await Task.WhenAll(PendingDays.AllBuckets.Select(bucket =>
            pending.ReadFirstAsync(bucket, MaxRowsOfBucket, cancellationToken).ToListAsync(cancellationToken).AsTask()));
        var days = buckets.SelectMany(bucket => bucket).ToList();
        return new AggregationState(
            time.GetUtcNow(),
            days.Count,
            buckets.All(bucket => bucket.Count < MaxRowsOfBucket),
            days.MinBy(day => day.Since),
            [.. days.Where(day => day.Reason is not null).Take(MaxFailed)]);
    }
}
