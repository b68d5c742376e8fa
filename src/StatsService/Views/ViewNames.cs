using StatsService.Mosp;
using StatsService.Tallies;

namespace StatsService.Views;

/// <summary>The names in a view that rests on some days. A label that one client alone uses may be free text of its risk analysis, so it is never told.</summary>
internal sealed class ViewNames(NamesInLanguage names, IEnumerable<DayTally> days)
{
    private const int Several = 2;

    private readonly HashSet<Guid> shared = [.. days.SelectMany(day => day.Tally.Objects).Where(pair => pair.Value.Contributors >= Several).Select(pair => pair.Key)];

    /// <param name="sums">Of the object, over those days.</param>
    /// <returns>Null: it has no name that may be told.</returns>
    public NamedObject? Find(Guid uuid, Sums sums) => names.Find(uuid, LabelsOf(uuid, sums));

    /// <summary>What the object is called in stats, by language; nothing where that may not be told.</summary>
    public IReadOnlyList<string> LabelsOf(Guid uuid, Sums sums) => shared.Contains(uuid) ? ObjectLabels.Texts(sums) : [];
}
