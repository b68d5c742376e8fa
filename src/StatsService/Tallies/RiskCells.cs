namespace StatsService.Tallies;

/// <summary>The twelve places of MONARC's risk statistics: state × kind × level.</summary>
public static class RiskCells
{
    public static IReadOnlyList<string> States { get; } = ["current", "residual"];

    public static IReadOnlyList<string> Kinds { get; } = ["informational", "operational"];

    public static IReadOnlyList<string> Levels { get; } = ["Low risks", "Medium risks", "High risks"];

    /// <summary>The cell's key in a <see cref="Tally"/>, where a threat has its UUID.</summary>
    public static Guid Key(int state, int kind, int level) =>
        new((((state * Kinds.Count) + kind) * Levels.Count) + level, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
