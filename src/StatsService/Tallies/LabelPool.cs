namespace StatsService.Tallies;

/// <summary>
/// What objects were called in the tally that was read before: mostly that is what they are called in the next day's, too. So the names of a
/// month are in memory once, and not once a day.
/// </summary>
public sealed class LabelPool
{
    private readonly Dictionary<Guid, (byte[] Stored, IReadOnlyList<LabelVariant> Variants)> known = [];

    /// <param name="stored">The names as they are stored.</param>
    /// <param name="read">Reads them where they are not those of the tally before.</param>
    internal IReadOnlyList<LabelVariant> Get(Guid key, ReadOnlySpan<byte> stored, Func<ReadOnlySpan<byte>, IReadOnlyList<LabelVariant>> read)
    {
        if (known.TryGetValue(key, out var last) && stored.SequenceEqual(last.Stored))
            return last.Variants;
        var variants = read(stored);
        known[key] = (stored.ToArray(), variants);
        return variants;
    }
}
