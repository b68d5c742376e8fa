namespace StatsService.Tests.Builders;

/// <summary>Data of the types that have processors, with values that a test can foresee.</summary>
public static class PublicStatsData
{
    public const string Threat = "5b0c5a3e-7a1a-4d0a-9a53-3f2f4c9a0001";

    public static string Threats(int count, string uuid = Threat) =>
        $$"""[{"uuid":"{{uuid}}","label1":"Vol","label2":"Theft","label3":"Diebstahl","label4":"Diefstal","count":{{count}},"maxRisk":{{count * 2}},"averageRate":"1.50"}]""";

    public static string Risks(int low) =>
        $$$"""
        {"total": {}, "risks": {
          "current": {"informational": [{"level": "Low risks", "value": {{{low}}} }], "operational": []},
          "residual": {"informational": [], "operational": []}
        }}
        """;
}
