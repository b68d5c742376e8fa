using System.Runtime.InteropServices;

namespace StatsService.Tallies;

/// <summary>
/// The exact sums of a day's stats: by object, which is a threat or a vulnerability, by risk cell, or by the path of what has neither.
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

    private readonly Dictionary<Guid, Sums> objects;
    private readonly Dictionary<RiskCell, Sums> cells = [];
    private readonly Dictionary<string, Sums> paths = new(StringComparer.Ordinal);

    /// <param name="room">How many objects it is going to have, where that is known.</param>
    public Tally(int room = 0) => objects = new(room);

    /// <summary>How many stats were counted, also those in which nothing could be read.</summary>
    public long Stats { get; set; }

    /// <summary>How many clients' stats were counted; in a sum over days, a client counts for each day.</summary>
    public long Contributors { get; set; }

    /// <summary>How many reports of objects and cells are in no sum, because MONARC's scales don't hold their values.</summary>
    public long Implausible { get; set; }

    public IReadOnlyDictionary<Guid, Sums> Objects => objects;

    /// <summary>The sums of the values that were reported for a cell; their <see cref="Sums.Count"/> alone is used.</summary>
    public IReadOnlyDictionary<RiskCell, Sums> Cells => cells;

    /// <summary>The sums by path, such as <c>current/informational/2/12</c>: see <see cref="CartographyTallying"/> and <see cref="ComplianceTallying"/>.</summary>
    public IReadOnlyDictionary<string, Sums> Paths => paths;

    /// <summary>Whether adding it changes nothing.</summary>
    public bool IsEmpty => Stats == 0 && Contributors == 0 && Implausible == 0 && objects.Count == 0 && cells.Count == 0 && paths.Count == 0;

    public Sums this[Guid key] => Of(objects, key);

    public Sums this[RiskCell cell] => Of(cells, cell);

    public Sums this[string path] => Of(paths, path);

    /// <summary>The sums of an object that the last of <see cref="Stats"/> reports; null where it did so before, since a mean is one over stats.</summary>
    public Sums? Report(Guid key) => Report(this[key]);

    /// <inheritdoc cref="Report(Guid)"/>
    public Sums? Report(RiskCell cell) => Report(this[cell]);

    /// <inheritdoc cref="Report(Guid)"/>
    public Sums? Report(string path) => Report(this[path]);

    public void Add(Tally other) => Add(other, 1);

    public void Subtract(Tally other) => Add(other, -1);

    /// <summary>The same without the objects, cells and paths that fewer clients report.</summary>
    public Tally ReportedBy(int contributors)
    {
        var shown = new Tally { Stats = Stats, Contributors = Contributors, Implausible = Implausible };
        Copy(objects, shown.objects);
        Copy(cells, shown.cells);
        Copy(paths, shown.paths);
        return shown;

        void Copy<TKey>(Dictionary<TKey, Sums> from, Dictionary<TKey, Sums> to)
            where TKey : notnull
        {
            foreach (var (key, sums) in from.Where(pair => pair.Value.Contributors >= contributors))
                to[key] = sums;
        }
    }

    /// <summary>How many of these objects and paths another tally holds too.</summary>
    public int CountShared(Tally other) => objects.Keys.Count(other.objects.ContainsKey) + paths.Keys.Count(other.paths.ContainsKey);

    /// <summary>Drops the objects with the greatest UUIDs, and the last paths in the order of their characters, where there are more than 5,000 or they take more than 512 KiB.</summary>
    /// <returns>Whether anything did.</returns>
    public bool Limit() => Limit(objects, Comparer<Guid>.Default) | Limit(paths, StringComparer.Ordinal);

    /// <summary>Drops early what <see cref="Limit()"/> would drop in the end, so that memory stays bounded while more is added.</summary>
    /// <returns>Whether anything was dropped.</returns>
    public bool LimitWhileAdding() => LimitWhileAdding(objects, Comparer<Guid>.Default) | LimitWhileAdding(paths, StringComparer.Ordinal);

    private static bool Limit<TKey>(Dictionary<TKey, Sums> all, IComparer<TKey> order)
        where TKey : notnull
    {
        var (before, count, bytes) = (all.Count, 0, 0L);
        foreach (var key in all.Keys.Order(order).ToList())
        {
            bytes += all[key].Bytes;
            if (++count > MaxObjects || bytes > MaxBytes)
                all.Remove(key);
        }

        return all.Count < before;
    }

    private static bool LimitWhileAdding<TKey>(Dictionary<TKey, Sums> all, IComparer<TKey> order)
        where TKey : notnull
    {
        if (all.Count <= 2 * MaxObjects)
            return false;
        foreach (var key in all.Keys.Order(order).Skip(MaxObjects).ToList())
            all.Remove(key);
        return true;
    }

    private void Add(Tally other, int sign)
    {
        Stats += sign * other.Stats;
        Contributors += sign * other.Contributors;
        Implausible += sign * other.Implausible;
        Add(objects, other.objects, sign);
        Add(cells, other.cells, sign);
        Add(paths, other.paths, sign);
    }

    private static void Add<TKey>(Dictionary<TKey, Sums> own, Dictionary<TKey, Sums> other, int sign)
        where TKey : notnull
    {
        foreach (var (key, sums) in other)
        {
            var sum = Of(own, key);
            sum.Add(sums, sign);
            if (sum.IsEmpty)
                own.Remove(key);
        }
    }

    private Sums? Report(Sums sums)
    {
        if (sums.LastReport == Stats)
            return null;
        sums.LastReport = Stats;
        return sums;
    }

    private static Sums Of<TKey>(Dictionary<TKey, Sums> all, TKey key)
        where TKey : notnull => CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _) ??= new Sums();
}
