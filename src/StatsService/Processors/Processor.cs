using System.Text.Json;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Processors;

/// <summary>What a caller asks of <c>risk_averages_on_date</c>: indexes into <see cref="RiskCells"/>, in their order.</summary>
public sealed record ProcessorParams(IReadOnlyList<int> RiskStates, IReadOnlyList<int> RiskKinds)
{
    public static ProcessorParams None { get; } = Create([], []);

    /// <summary>The same for the same branches.</summary>
    public string Key => $"{string.Join(',', RiskStates)};{string.Join(',', RiskKinds)}";

    /// <summary>No names at all mean every one; unknown names select nothing.</summary>
    public static ProcessorParams Create(IReadOnlyList<string> states, IReadOnlyList<string> kinds) =>
        new(Select(RiskCells.States, states), Select(RiskCells.Kinds, kinds));

    private static int[] Select(IReadOnlyList<string> all, IReadOnlyList<string> asked) =>
        [.. Enumerable.Range(0, all.Count).Where(index => asked.Count == 0 || asked.Contains(all[index]))];
}

/// <summary>Turns the tallies of days into the JSON that a dashboard draws.</summary>
/// <param name="Type">The only type of stats it reads.</param>
/// <param name="Write">Writes one JSON value from tallies in ascending order of days.</param>
public sealed record Processor(string Name, string Description, StatType Type, Action<Utf8JsonWriter, IReadOnlyList<DayTally>, ProcessorParams> Write);
