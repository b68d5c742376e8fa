using System.Globalization;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Views;

/// <summary>The averages of a type by day, as a table for those who reckon with them: means are unrounded.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="RowsOf">A row for each thing that is averaged, with a value for each column: text, a UUID, a day, a number or null.</param>
public sealed record DataTable(string Name, StatType Type, IReadOnlyList<string> Columns, Func<DayTally, NamesInLanguage, IEnumerable<object?[]>> RowsOf)
{
    private static readonly string[] ObjectColumns = ["date", "object", "name", "average_rate", "count", "max_risk", "analyses", "organisations"];

    public static IReadOnlyList<DataTable> All { get; } =
    [
        new("threats", StatType.Threat, ObjectColumns, ObjectsOf),
        new("vulnerabilities", StatType.Vulnerability, ObjectColumns, ObjectsOf),
        new("risks", StatType.Risk, ["date", "state", "kind", "level", "risks", "analyses", "organisations"], (day, _) => RisksOf(day)),
        new("cartography", StatType.Cartography, ["date", "state", "kind", "impact", "likelihood", "risks", "analyses"], (day, _) => CartographyOf(day)),
        new("compliance", StatType.Compliance, ["date", "referential", "referential_name", "category_name", "controls", "current", "target", "analyses"], ComplianceOf),
    ];

    private static IEnumerable<object?[]> ObjectsOf(DayTally day, NamesInLanguage names) =>
        from told in (ViewNames[])[new ViewNames(names, [day])]
        from one in day.Tally.Objects.OrderBy(pair => pair.Key)
        let sums = one.Value
        select (object?[])
        [
            day.Date, one.Key, told.Find(one.Key, sums)?.Name,
            sums.MeanOf(Measure.AverageRate), sums.MeanOf(Measure.Count), sums.MeanOf(Measure.MaxRisk), sums.Reports, sums.Contributors,
        ];

    private static IEnumerable<object?[]> RisksOf(DayTally day) =>
        from cell in RiskCells.All
        where day.Tally.Cells.ContainsKey(cell)
        let sums = day.Tally.Cells[cell]
        select (object?[])
            [day.Date, RiskCells.States[cell.State], RiskCells.Kinds[cell.Kind], RiskCells.Levels[cell.Level], sums.Count.MeanOf(sums.Reports), sums.Reports, sums.Contributors];

    private static IEnumerable<object?[]> CartographyOf(DayTally day) =>
        from state in RiskCells.States
        from kind in RiskCells.Kinds
        let table = CartographyTallying.Table(state, kind)
        where day.Tally.Paths.ContainsKey(table)
        let stats = day.Tally.Paths[table].Reports
        from path in day.Tally.Paths
        where path.Key.StartsWith(table + "/", StringComparison.Ordinal)
        let place = path.Key[(table.Length + 1)..].Split('/').Select(value => long.Parse(value, CultureInfo.InvariantCulture)).ToArray()
        orderby state, kind, place[0], place[1]
        select (object?[])[day.Date, state, kind, place[0], place[1], path.Value.Count.MeanOf(stats), stats];

    private static IEnumerable<object?[]> ComplianceOf(DayTally day, NamesInLanguage names) =>
        from category in day.Tally.Paths
        where category.Key.Count(character => character == '/') == 1
        let referential = category.Key.Split('/')[0]
        where day.Tally.Paths.ContainsKey(referential)
        orderby referential, category.Value.Count.MeanOf(category.Value.Reports), category.Key
        select (object?[])
        [
            day.Date, referential, names.LabelOf(ObjectLabels.Texts(day.Tally.Paths[referential])), names.LabelOf(ObjectLabels.Texts(category.Value)),
            MeanBelow(day.Tally, category.Key, ComplianceTallying.Controls), MeanBelow(day.Tally, category.Key, ComplianceTallying.Lists[0]),
            MeanBelow(day.Tally, category.Key, ComplianceTallying.Lists[1]), category.Value.Reports,
        ];

    private static double? MeanBelow(Tally tally, string path, string name) =>
        tally.Paths.TryGetValue($"{path}/{name}", out var sums) ? sums.Count.MeanOf(sums.Reports) : null;
}
