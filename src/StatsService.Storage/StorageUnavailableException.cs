namespace StatsService.Storage;

/// <summary>The storage does not answer, or is overloaded; the same call may succeed a little later.</summary>
public sealed class StorageUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>How long a caller should wait before it tries again.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it has no room left, which only its operator can change.</summary>
    public bool IsFull { get; init; }

    /// <summary>With which HTTP status the storage answered, or 0 where it did not.</summary>
    internal int Status { get; init; }
}
