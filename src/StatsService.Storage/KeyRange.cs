namespace StatsService.Storage;

/// <summary>Keys from one on, up to another that is not among them, in ordinal order.</summary>
/// <param name="From">The first key that counts.</param>
/// <param name="To">The first key that no longer counts.</param>
public sealed record KeyRange(string From, string To)
{
    // Sorts after every character that a key holds.
    private const string End = "~";

    /// <summary>Every key of a partition.</summary>
    public static KeyRange All { get; } = new("", End);

    public static KeyRange StartingWith(string prefix) => new(prefix, prefix + End);

    /// <summary>From a prefix to the last key that starts with another.</summary>
    public static KeyRange Between(string first, string last) => new(first, last + End);
}
