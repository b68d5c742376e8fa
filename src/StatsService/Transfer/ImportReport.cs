namespace StatsService.Transfer;

/// <summary>What an import did, so far.</summary>
public sealed record ImportReport
{
    /// <summary>Clients that were missing and are made.</summary>
    public int ClientsMade { get; init; }

    /// <summary>Clients that were there.</summary>
    public int ClientsKnown { get; init; }

    public long StatsStored { get; init; }

    /// <summary>Stats that were there: their UUID is known of the client.</summary>
    public long StatsKnown { get; init; }

    /// <summary>Records that could not be imported.</summary>
    public long Unreadable { get; init; }

    /// <summary>What people should know: of clients that are merged, and of the first records that could not be imported.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
