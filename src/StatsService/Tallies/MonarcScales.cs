namespace StatsService.Tallies;

/// <summary>What MONARC can report. A value beyond that, by mistake or not, would move everybody's averages.</summary>
internal static class MonarcScales
{
    /// <summary>Counts and risks stay below it; MONARC's own are some hundreds at most.</summary>
    private const int End = 1_000_000;

    /// <summary>What MONARC reports as the highest risk of an object whose risks nobody has assessed.</summary>
    private const int NotAssessed = -1;

    private const int HighestRate = 100;

    public static bool HoldCount(Quantity count) => count.Reaches(0) && !count.Reaches(End);

    /// <summary>Whether all that is said of a threat or vulnerability is on MONARC's scales.</summary>
    public static bool HoldObject(Quantity count, Quantity maxRisk, Quantity averageRate) =>
        HoldCount(count) && maxRisk.Reaches(NotAssessed) && !maxRisk.Reaches(End) && averageRate.Reaches(0) && !averageRate.Exceeds(HighestRate);
}
