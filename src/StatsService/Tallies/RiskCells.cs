namespace StatsService.Tallies;

/// <summary>One of the twelve places of MONARC's risk statistics: state × kind × level.</summary>
/// <param name="State">An index into <see cref="RiskCells.States"/>.</param>
/// <param name="Kind">An index into <see cref="RiskCells.Kinds"/>.</param>
/// <param name="Level">An index into <see cref="RiskCells.Levels"/>.</param>
public readonly record struct RiskCell(int State, int Kind, int Level);

/// <summary>The twelve places of MONARC's risk statistics.</summary>
public static class RiskCells
{
    public static IReadOnlyList<string> States { get; } = ["current", "residual"];

    public static IReadOnlyList<string> Kinds { get; } = ["informational", "operational"];

    public static IReadOnlyList<string> Levels { get; } = ["Low risks", "Medium risks", "High risks"];

    /// <summary>All twelve, in the order in which they are stored.</summary>
    public static IReadOnlyList<RiskCell> All { get; } =
    [
        .. from state in Enumerable.Range(0, States.Count)
           from kind in Enumerable.Range(0, Kinds.Count)
           from level in Enumerable.Range(0, Levels.Count)
           select new RiskCell(state, kind, level),
    ];
}
