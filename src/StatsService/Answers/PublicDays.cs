namespace StatsService.Answers;

/// <summary>Which days count in what all clients' stats are averaged to.</summary>
/// <remarks>
/// A front office's clock or time zone may be some days ahead, as those of the recordings are. What is dated further ahead is a mistake or a prank:
/// its client still finds it in its own lists, but nobody else's averages rest on it.
/// </remarks>
public static class PublicDays
{
    private const int DaysAhead = 7;

    /// <summary>In UTC.</summary>
    public static DateOnly Today(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
    }

    /// <summary>A week from today (UTC).</summary>
    public static DateOnly Last(TimeProvider time) => Today(time).AddDays(DaysAhead);
}
