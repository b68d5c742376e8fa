using System.Runtime.InteropServices;

namespace StatsService.Tallies;

/// <summary>Gathers what a day's organisations report, one share after the other: their means, for the quartiles of each object, and which objects they report together.</summary>
/// <remarks>
/// The organisations that are given first are a fair sample of all, as shares come in the order of random UUIDs. So their number is bounded; so are the
/// objects, of which those that most organisations report have a place, and all means together, which take 48 MiB at most. Who reports what takes 2.5 MiB more.
/// </remarks>
public sealed class SpreadGathering
{
    /// <summary>Quartiles of fewer would tell what single ones report.</summary>
    public const int LeastOrganisations = 5;

    public const int MostOrganisations = 4096;

    private const int MostObjects = 5000;
    private const int MostMeans = 4 << 20;

    private readonly Dictionary<Guid, Means> objects = [];
    private int organisations;

    /// <param name="total">The sum of the shares that are going to be given.</param>
    public SpreadGathering(Tally total)
    {
        var room = (long)MostMeans;
        foreach (var (key, sums) in total.Objects.Where(pair => pair.Value.Contributors >= LeastOrganisations).OrderByDescending(pair => pair.Value.Contributors).ThenBy(pair => pair.Key).Take(MostObjects))
        {
            var contributors = (int)Math.Min(sums.Contributors, MostOrganisations);
            if ((room -= contributors) < 0)
                break;
            objects[key] = new Means(contributors);
        }
    }

    public void Add(Tally share)
    {
        // An empty share is one of a client that has no stats of the day any more, or is excluded.
        if (share.IsEmpty || organisations == MostOrganisations)
            return;
        foreach (var (key, sums) in share.Objects)
        {
            if (!objects.TryGetValue(key, out var means))
                continue;
            foreach (var measure in Measures.All)
                means[measure].Add((float)sums.MeanOf(measure));
            means.Reporters[organisations / 64] |= 1UL << (organisations % 64);
        }

        organisations++;
    }

    /// <summary>By object, of those that at least five of the organisations report.</summary>
    public IReadOnlyDictionary<Guid, ObjectSpread> Finish() =>
        objects.Where(pair => pair.Value.Count >= LeastOrganisations).ToDictionary(pair => pair.Key, pair => pair.Value.ToSpread());

    /// <summary>What the organisations report together. It compares every two objects.</summary>
    public Companions FindCompanions(DateOnly date) =>
        CompanionSearch.Find(date, organisations, [.. objects.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value.Reporters))]);

    private sealed class Means(int room)
    {
        private readonly List<float>[] byMeasure = [.. Measures.All.Select(_ => new List<float>(room))];

        public int Count => byMeasure[0].Count;

        /// <summary>A bit for each organisation, in the order in which they came.</summary>
        public ulong[] Reporters { get; } = new ulong[MostOrganisations / 64];

        public List<float> this[Measure measure] => byMeasure[(int)measure];

        public ObjectSpread ToSpread() => new(Count, Of(Measure.AverageRate), Of(Measure.Count), Of(Measure.MaxRisk));

        private Quartiles Of(Measure measure) => Quartiles.Of(CollectionsMarshal.AsSpan(this[measure]));
    }
}
