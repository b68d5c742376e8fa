using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>A client's share in a day's total, as it was read: a write succeeds only if it is still the same.</summary>
/// <param name="Revision">Null where no share is stored.</param>
/// <param name="ChangedAt">When it was written last, by the storage's clock.</param>
public sealed record Share(Guid Client, Tally Tally, string? Revision, DateTimeOffset ChangedAt)
{
    /// <summary>That of a client which has none.</summary>
    public static Share None(Guid client) => new(client, new Tally(), Revision: null, ChangedAt: default);
}

/// <summary>What a client's share shall be instead of what was read.</summary>
public sealed record ShareChange(Share Read, Tally New);

/// <summary>A day's total, as it was read: what its rows hold adds up to the sum of the day's shares.</summary>
/// <remarks>
/// A total that does not fit one row goes on in another, which holds what was added from then on. Where a client takes something
/// back that an earlier row holds, the last row holds the negative of it; the sum is exact all the same.
/// </remarks>
/// <param name="Rows">In the order in which they were begun; none where nothing was ever added.</param>
public sealed record DayTotal(IReadOnlyList<TotalRow> Rows)
{
    public Tally Sum()
    {
        var sum = new Tally();
        foreach (var row in Rows)
            sum.Add(row.Tally);
        return sum;
    }
}

public sealed record TotalRow(int Number, Tally Tally, string Revision);

/// <summary>How a write of shares and their total ended.</summary>
public enum ReplaceOutcome
{
    Done,

    /// <summary>The total is no longer what was read; the shares may be.</summary>
    TotalChanged,

    /// <summary>A share is no longer what was read.</summary>
    ShareChanged,

    /// <summary>These shares do not fit one write together; some of them may.</summary>
    TooMuch,

    /// <summary>The day's total has no room for more objects.</summary>
    Full,
}

/// <param name="Client">Whose share changed, where one did.</param>
public sealed record ReplaceResult(ReplaceOutcome Outcome, Guid? Client = null);
