namespace StatsService.Tallies;

/// <summary>The sums over the reports of one object; for a risk cell, <see cref="Count"/> sums its values and the others stay 0.</summary>
public sealed class Sums
{
    private const int SumsBytes = 67;
    private IReadOnlyList<LabelVariant> variants = [];

    // A list of one's own, as it has to be before it is changed; null where others have it too.
    private List<LabelVariant>? own;

    /// <summary>While stats are tallied: the number of the one that reported the object last.</summary>
    internal long LastReport { get; set; }

    /// <summary>How many stats reported the object.</summary>
    public long Reports { get; private set; }

    /// <summary>How many clients reported the object; in a sum over days, a client counts for each day.</summary>
    public long Contributors { get; private set; }

    public Quantity Count { get; private set; }

    public Quantity MaxRisk { get; private set; }

    public Quantity AverageRate { get; private set; }

    /// <summary>How the object was called, in whichever language, and how often.</summary>
    public IReadOnlyList<LabelVariant> Variants => variants;

    /// <summary>Whether as much was taken away as was added, also in between, where more may be gone than came.</summary>
    public bool IsEmpty => Reports == 0 && Contributors == 0 && Count == default && MaxRisk == default && AverageRate == default && variants.Count == 0;

    /// <summary>About how much is stored of them, before it is compressed.</summary>
    public int Bytes => SumsBytes + variants.Sum(variant => variant.Label.Length);

    /// <summary>Adds what a stat of the tally's one client reports.</summary>
    public void AddReport(Quantity count, Quantity maxRisk, Quantity averageRate)
    {
        Add(1, 0, count, maxRisk, averageRate);
        Contributors = 1;
    }

    public void Add(long reports, long contributors, Quantity count, Quantity maxRisk, Quantity averageRate)
    {
        Reports += reports;
        Contributors += contributors;
        Count += count;
        MaxRisk += maxRisk;
        AverageRate += averageRate;
    }

    /// <summary>The label most often used in a language, UTF-8; of several, the first in byte order, so that the order of arrival does not show. Empty: there is none.</summary>
    public ReadOnlySpan<byte> Label(int language)
    {
        LabelVariant best = default;
        for (var i = 0; i < variants.Count; i++)
        {
            var variant = variants[i];
            if (variant.Language == language && (best.Label is null || variant.Reports > best.Reports
                || (variant.Reports == best.Reports && variant.Label.AsSpan().SequenceCompareTo(best.Label) < 0)))
                best = variant;
        }

        return best.Label;
    }

    /// <param name="label">UTF-8, in an array that never changes. An empty one is none.</param>
    /// <param name="maxVariants">A label that is new is left out where its language has as many already.</param>
    public void AddLabel(int language, byte[] label, long reports, int maxVariants = int.MaxValue)
    {
        if (label.Length == 0)
            return;
        var ofLanguage = 0;
        for (var i = 0; i < variants.Count; i++)
        {
            var variant = variants[i];
            if (variant.Language != language)
                continue;
            ofLanguage++;
            if (!label.AsSpan().SequenceEqual(variant.Label))
                continue;
            if (variant.Reports + reports == 0)
                Own().RemoveAt(i);
            else
                Own()[i] = variant with { Reports = variant.Reports + reports };
            return;
        }

        if (ofLanguage < maxVariants)
            Own().Add(new LabelVariant(language, label, reports));
    }

    public void Add(Sums other, int sign)
    {
        Add(sign * other.Reports, sign * other.Contributors, other.Count * sign, other.MaxRisk * sign, other.AverageRate * sign);
        if (variants.Count == 0 && sign == 1 && other.own is null)
        {
            Share(other.variants);
            return;
        }

        for (var i = 0; i < other.variants.Count; i++)
        {
            var variant = other.variants[i];
            AddLabel(variant.Language, variant.Label, sign * variant.Reports);
        }
    }

    /// <summary>Takes labels over, in a list that never changes.</summary>
    internal void Share(IReadOnlyList<LabelVariant> labels) => (variants, own) = (labels, null);

    private List<LabelVariant> Own()
    {
        if (own is null)
            variants = own = [.. variants];
        return own;
    }
}

/// <param name="Language">From 0 on, in MONARC's order: see <see cref="ObjectLabels"/>.</param>
/// <param name="Label">UTF-8; never changed.</param>
/// <param name="Reports">How many stats call the object so.</param>
public readonly record struct LabelVariant(int Language, byte[] Label, long Reports);
