namespace StatsService.Tallies;

/// <summary>The sums over the reports of one object; for a risk cell, <see cref="Count"/> sums its values and the others stay 0.</summary>
public sealed class Sums
{
    private const int SumsBytes = 66;
    private readonly List<LabelVariant> variants = [];

    /// <summary>While stats are tallied: the number of the one that reported the object last.</summary>
    internal long LastReport { get; set; }

    /// <summary>How many stats reported the object.</summary>
    public long Reports { get; private set; }

    public Quantity Count { get; private set; }

    public Quantity MaxRisk { get; private set; }

    public Quantity AverageRate { get; private set; }

    /// <summary>How the object was called, and how often: mostly one entry.</summary>
    public IReadOnlyList<LabelVariant> Variants => variants;

    /// <summary>The labels most often used; of several, the first in byte order, so that the order of arrival does not show.</summary>
    public ReadOnlySpan<byte> Labels
    {
        get
        {
            LabelVariant? best = null;
            foreach (var variant in variants)
            {
                if (best is null || variant.Reports > best.Reports
                    || (variant.Reports == best.Reports && variant.Labels.AsSpan().SequenceCompareTo(best.Labels) < 0))
                    best = variant;
            }

            return best is null ? default : best.Labels;
        }
    }

    /// <summary>Whether as much was taken away as was added, also in between, where more may be gone than came.</summary>
    public bool IsEmpty => Reports == 0 && Count == default && MaxRisk == default && AverageRate == default && variants.Count == 0;

    /// <summary>About how much is stored of them, before it is compressed.</summary>
    public int Bytes => SumsBytes + variants.Sum(variant => variant.Labels.Length);

    public void Add(long reports, Quantity count, Quantity maxRisk, Quantity averageRate)
    {
        Reports += reports;
        Count += count;
        MaxRisk += maxRisk;
        AverageRate += averageRate;
    }

    /// <param name="maxVariants">Labels that are new are left out where there are as many already.</param>
    public void AddLabels(ReadOnlySpan<byte> labels, long reports, int maxVariants = int.MaxValue)
    {
        for (var i = 0; i < variants.Count; i++)
        {
            if (!labels.SequenceEqual(variants[i].Labels))
                continue;
            if ((variants[i].Reports += reports) == 0)
                variants.RemoveAt(i);
            return;
        }

        if (variants.Count < maxVariants)
            variants.Add(new LabelVariant(labels.ToArray()) { Reports = reports });
    }

    public void Add(Sums other, int sign)
    {
        Add(sign * other.Reports, other.Count * sign, other.MaxRisk * sign, other.AverageRate * sign);
        foreach (var variant in other.variants)
            AddLabels(variant.Labels, sign * variant.Reports);
    }
}

/// <param name="Labels">See <see cref="ObjectLabels"/>.</param>
public sealed record LabelVariant(byte[] Labels)
{
    public long Reports { get; set; }
}
