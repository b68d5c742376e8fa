using StatsService.Stats;

namespace StatsService.Processors;

/// <summary>The processors of the API, by the original's names.</summary>
public static class ProcessorCatalogue
{
    public static Processor RiskAverages { get; } = new(
        "risk_averages",
        "Mean number of risks of each level, current and residual, informational and operational, over all stats.",
        StatType.Risk,
        (writer, days, _) => RiskWriter.WriteAverages(writer, days));

    public static Processor RiskAveragesOnDate { get; } = new(
        "risk_averages_on_date",
        "Mean number of risks of each level for each day; risks_type and risks_state choose the branches.",
        StatType.Risk,
        RiskWriter.WriteAveragesOnDate);

    public static Processor ThreatAverageOnDate { get; } = new(
        "threat_average_on_date",
        "Mean occurrence, highest risk and probability of each threat for each day and over all stats.",
        StatType.Threat,
        (writer, days, _) => ObjectWriter.WriteAveragesOnDate(writer, days));

    public static Processor VulnerabilityAverageOnDate { get; } = new(
        "vulnerability_average_on_date",
        "Mean occurrence, highest risk and qualification of each vulnerability for each day and over all stats.",
        StatType.Vulnerability,
        (writer, days, _) => ObjectWriter.WriteAveragesOnDate(writer, days));

    public static Processor CartographyAverage { get; } = new(
        "cartography_average",
        "Mean number of risks where impact and likelihood cross, current and residual, informational and operational, over all stats.",
        StatType.Cartography,
        (writer, days, _) => CartographyWriter.WriteAverage(writer, days));

    public static Processor ComplianceAverage { get; } = new(
        "compliance_average",
        "Mean compliance with each category of each referential, current and targeted, over all stats.",
        StatType.Compliance,
        (writer, days, _) => ComplianceWriter.WriteAverage(writer, days));

    /// <summary>Those that the original has: its callers know its list, and hold ours against it.</summary>
    public static IReadOnlyList<Processor> Originals { get; } = [RiskAverages, RiskAveragesOnDate, ThreatAverageOnDate, VulnerabilityAverageOnDate];

    public static IReadOnlyList<Processor> All { get; } = [.. Originals, CartographyAverage, ComplianceAverage];

    public static Processor? Find(string? name) => All.FirstOrDefault(processor => processor.Name == name);
}
