using System.Globalization;
using System.Text.Json;
using StatsService.Wire;

namespace StatsService.Tallies;

/// <summary>
/// Adds cartographies: <c>{"scales": {"impact": [0, 1, …], …}, "risks": {state: {kind: {impact: {likelihood: number of risks}}}}}</c>.
/// </summary>
/// <remarks>
/// The paths are <c>scales/impact/2</c> for a value of a scale, <c>current/informational</c> for a table, whose reports are the stats that have it, and
/// <c>current/informational/2/12</c> for the risks of impact 2 and likelihood 12. A stat has no risks where it names none, so a mean is one over its table's reports.
/// </remarks>
public static class CartographyTallying
{
    // MONARC's highest likelihood is a product of two scales that its users choose, of 20 mostly.
    private const int Highest = 999;

    public static IReadOnlyList<string> Scales { get; } = ["impact", "probability", "likelihood"];

    public static string Scale(string name) => $"scales/{name}";

    public static string Table(string state, string kind) => $"{state}/{kind}";

    /// <returns>How many elements were malformed.</returns>
    internal static int Add(Tally tally, JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("risks", out var risks) || risks.ValueKind != JsonValueKind.Object)
            return 1;
        var malformed = 0;
        if (data.TryGetProperty("scales", out var scales) && scales.ValueKind == JsonValueKind.Object)
            malformed += Scales.Sum(name => AddScale(tally, name, scales));
        foreach (var state in RiskCells.States)
        {
            foreach (var kind in RiskCells.Kinds)
            {
                malformed += risks.TryGetProperty(state, out var ofState) && ofState.ValueKind == JsonValueKind.Object && ofState.TryGetProperty(kind, out var table)
                    ? AddTable(tally, Table(state, kind), table)
                    : 1;
            }
        }

        return malformed;
    }

    private static int AddScale(Tally tally, string name, JsonElement scales)
    {
        if (!scales.TryGetProperty(name, out var scale) || scale.ValueKind != JsonValueKind.Array)
            return 1;
        var malformed = 0;
        foreach (var element in scale.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value is >= 0 and <= Highest)
                tally.Report(Path(Scale(name), value))?.AddReport(default, default, default);
            else
                malformed++;
        }

        return malformed;
    }

    private static int AddTable(Tally tally, string path, JsonElement table)
    {
        if (Members(table) is not { } rows)
            return 1;
        tally.Report(path)?.AddReport(default, default, default);
        var malformed = 0;
        foreach (var (impact, row) in rows)
        {
            if (impact is null || Members(row) is not { } cells)
            {
                malformed++;
                continue;
            }

            foreach (var (likelihood, cell) in cells)
            {
                if (likelihood is null || !Quantity.TryRead(cell, out var number))
                    malformed++;
                else if (!MonarcScales.HoldCount(number))
                    tally.Implausible++;
                else if (tally.Report(Path(Path(path, impact.Value), likelihood.Value)) is { } sums)
                    sums.AddReport(number, default, default);
                else
                    malformed++;
            }
        }

        return malformed;
    }

    /// <summary>By the value of a scale; null instead of what is none. PHP writes a map whose keys are 0, 1, 2 as a list.</summary>
    private static IEnumerable<(int? Value, JsonElement Element)>? Members(JsonElement map) => map.ValueKind switch
    {
        JsonValueKind.Object => map.EnumerateObject().Select(member => (ValueOf(member), member.Value)),
        JsonValueKind.Array => map.EnumerateArray().Select((element, index) => (index <= Highest ? index : (int?)null, element)),
        _ => null,
    };

    private static int? ValueOf(JsonProperty member) =>
        int.TryParse(member.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= Highest ? value : null;

    private static string Path(string parent, int value) => string.Create(CultureInfo.InvariantCulture, $"{parent}/{value}");
}
