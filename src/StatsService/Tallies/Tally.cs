using System.Runtime.InteropServices;

namespace StatsService.Tallies;

/// <summary>
/// The exact sums of a day's stats, by object: a threat, a vulnerability, or one of the twelve <see cref="RiskCells"/>.
/// </summary>
/// <remarks>
/// Everything is an integer, so a tally is the same whatever the order in which stats and tallies are added and taken
/// away again.
/// </remarks>
public sealed class Tally
{
    // Far more than MONARC's whole catalogue, so that one client can't swell the day's total beyond what is stored.
    private const int MaxObjects = 5000;
    private const int MaxBytes = 512 * 1024;

    private readonly Dictionary<Guid, Sums> objects = [];

    /// <summary>How many stats were counted, also those in which nothing could be read.</summary>
    public long Stats { get; set; }

    public IReadOnlyDictionary<Guid, Sums> Objects => objects;

    /// <summary>Whether adding it changes nothing.</summary>
    public bool IsEmpty => Stats == 0 && objects.Count == 0;

    public Sums this[Guid key] => CollectionsMarshal.GetValueRefOrAddDefault(objects, key, out _) ??= new Sums();

    /// <summary>The sums of what the last of <see cref="Stats"/> reports; null where it did so before, since a mean is one over stats.</summary>
    public Sums? Report(Guid key)
    {
        var sums = this[key];
        if (sums.LastReport == Stats)
            return null;
        sums.LastReport = Stats;
        return sums;
    }

    public void Add(Tally other) => Add(other, 1);

    public void Subtract(Tally other) => Add(other, -1);

    /// <summary>Drops what exceeds 5,000 objects, or 512 KiB of them; the same ones each time.</summary>
    /// <returns>Whether anything did.</returns>
    public bool Limit()
    {
        var (before, count, bytes) = (objects.Count, 0, 0L);
        foreach (var key in objects.Keys.Order().ToList())
        {
            bytes += objects[key].Bytes;
            if (++count > MaxObjects || bytes > MaxBytes)
                objects.Remove(key);
        }

        return objects.Count < before;
    }

    /// <summary>Drops, while more is added, some of what <see cref="Limit"/> will drop in the end: 5,000 that come before it are there already.</summary>
    /// <returns>Whether anything was dropped.</returns>
    public bool LimitWhileAdding()
    {
        if (objects.Count <= 2 * MaxObjects)
            return false;
        foreach (var key in objects.Keys.Order().Skip(MaxObjects).ToList())
            objects.Remove(key);
        return true;
    }

    /// <summary>The same stats, of which nothing is counted but their number.</summary>
    public Tally WithoutObjects() => new() { Stats = Stats };

    private void Add(Tally other, int sign)
    {
        Stats += sign * other.Stats;
        foreach (var (key, sums) in other.objects)
        {
            var own = this[key];
            own.Add(sums, sign);
            if (own.IsEmpty)
                objects.Remove(key);
        }
    }
}
