using System.Numerics;

namespace StatsService.Tallies;

/// <summary>Finds which objects the same organisations report more often than chance would have it.</summary>
public static class CompanionSearch
{
    private const int MostOfObject = 5;

    // Of thirty thousand pairs, chance alone brings about one this far above its average. An object is compared with hundreds of others, so a lower bound
    // would put chance companions on its page.
    private const long Deviations = 4;

    /// <summary>Compares every two objects.</summary>
    /// <param name="organisations">How many there are; at most as many as the bits of an object.</param>
    /// <param name="objects">In the order of their UUIDs, each with a bit for each organisation, which is set where that reports it.</param>
    public static Companions Find(DateOnly date, int organisations, IReadOnlyList<(Guid Object, ulong[] Reporters)> objects)
    {
        var words = (organisations + 63) / 64;
        var counts = objects.Select(one => (long)Count(one.Reporters.AsSpan(0, words), one.Reporters)).ToArray();
        var most = objects.Select(_ => new List<(double Lift, Companion Companion)>()).ToArray();
        for (var first = 0; first < objects.Count; first++)
        {
            var reporters = objects[first].Reporters.AsSpan(0, words);
            for (var second = first + 1; second < objects.Count; second++)
            {
                var together = Count(reporters, objects[second].Reporters);
                if (together < SpreadGathering.LeastOrganisations || !ExceedsChance(together, counts[first], counts[second], organisations))
                    continue;
                var lift = (double)together * organisations / (counts[first] * counts[second]);
                Keep(most[first], lift, new Companion(objects[second].Object, together));
                Keep(most[second], lift, new Companion(objects[first].Object, together));
            }
        }

        return new Companions(date, organisations, Enumerable.Range(0, objects.Count).Where(at => counts[at] >= SpreadGathering.LeastOrganisations)
            .ToDictionary(at => objects[at].Object, at => new ObjectCompanions((int)counts[at], [.. most[at].Select(one => one.Companion)])));
    }

    /// <summary>How many organisations report both.</summary>
    private static int Count(ReadOnlySpan<ulong> one, ulong[] other)
    {
        var count = 0;
        for (var word = 0; word < one.Length; word++)
            count += BitOperations.PopCount(one[word] & other[word]);
        return count;
    }

    /// <summary>Whether a pair is reported together so often that it is hardly chance: <see cref="Deviations"/> standard deviations above the average of a hypergeometric distribution.</summary>
    private static bool ExceedsChance(long together, long one, long other, long organisations)
    {
        // The mean is one · other / organisations. All is multiplied by what it would be divided by, and stays below 2^63.
        var excess = (together * organisations) - (one * other);
        return excess > 0 && excess * excess * (organisations - 1) >= Deviations * Deviations * one * other * (organisations - one) * (organisations - other);
    }

    // An object meets the others in the order of their UUIDs, so equal ones stay in that order.
    private static void Keep(List<(double Lift, Companion Companion)> most, double lift, Companion companion)
    {
        var at = most.FindIndex(one => one.Lift < lift);
        most.Insert(at < 0 ? most.Count : at, (lift, companion));
        if (most.Count > MostOfObject)
            most.RemoveAt(MostOfObject);
    }
}
