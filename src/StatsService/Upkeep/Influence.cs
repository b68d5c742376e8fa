using StatsService.Clients;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Upkeep;

/// <summary>How far averages over all clients would move without one of them, at the value that would move most.</summary>
/// <param name="Measure">For threats and vulnerabilities: count, maxRisk or averageRate; for risks: value.</param>
/// <param name="With">The average as it is.</param>
/// <param name="Without">The average of all others' stats.</param>
/// <param name="Alone">How many objects nobody else reports: these would vanish, and are no part of the rest.</param>
public sealed record Influence(Client Client, StatType Type, MovedObject? Moved, string Measure, double With, double Without, int Alone)
{
    /// <summary>By which part of the average without the client it would move, 0.5 for a half; of averages below 1, by how much.</summary>
    public double Move => Math.Abs(With - Without) / Math.Max(Math.Abs(Without), 1);
}

/// <param name="Uuid">Null for risks.</param>
/// <param name="Name">The most frequent label, English before others; for risks the place of the number. Empty: there is none.</param>
public sealed record MovedObject(Guid? Uuid, string Name);

/// <summary>What a client's sums move in the sums of all.</summary>
internal static class InfluenceOf
{
    /// <summary>English first, as the dashboard has it.</summary>
    private static readonly int[] Languages = [1, 0, 2, 3];

    /// <returns>Over what both tallies hold; where nothing would move, the first of it.</returns>
    public static Influence Compute(Client client, StatType type, Tally total, Tally own)
    {
        var most = new Influence(client, type, null, "", 0, 0, 0);
        var alone = 0;
        foreach (var (uuid, sums) in own.Objects)
            Compare(total.Objects.GetValueOrDefault(uuid), sums, all => new MovedObject(uuid, NameOf(all)), isObject: true);
        foreach (var (cell, sums) in own.Cells)
            Compare(total.Cells.GetValueOrDefault(cell), sums, _ => new MovedObject(null, $"{RiskCells.States[cell.State]} {RiskCells.Kinds[cell.Kind]} {RiskCells.Levels[cell.Level]}"), isObject: false);
        return most with { Alone = alone };

        void Compare(Sums? all, Sums sums, Func<Sums, MovedObject> describe, bool isObject)
        {
            // The shares are read after the total, so they may be ahead of it.
            if (all is null || all.Reports <= sums.Reports)
            {
                alone++;
                return;
            }

            Consider(isObject ? "count" : "value", of => of.Count);
            if (isObject)
            {
                Consider("maxRisk", of => of.MaxRisk);
                Consider("averageRate", of => of.AverageRate);
            }

            void Consider(string measure, Func<Sums, Quantity> quantity)
            {
                var without = (quantity(all) + (quantity(sums) * -1)).MeanOf(all.Reports - sums.Reports);
                var influence = most with { Measure = measure, With = quantity(all).MeanOf(all.Reports), Without = without };
                if (most.Moved is null || influence.Move > most.Move)
                    most = influence with { Moved = describe(all) };
            }
        }
    }

    private static string NameOf(Sums sums)
    {
        var labels = ObjectLabels.Texts(sums);
        return Languages.Select(language => labels[language]).FirstOrDefault(label => label.Length > 0) ?? "";
    }
}
