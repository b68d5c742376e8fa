namespace StatsService.Stats;

/// <summary>The five kinds of statistics that MONARC sends.</summary>
public enum StatType
{
    Risk,
    Threat,
    Vulnerability,
    Cartography,
    Compliance,
}

/// <summary>The types' spelling on the wire and in keys: lower case, exactly.</summary>
public static class StatTypes
{
    private static readonly string[] Spellings = [.. Enum.GetNames<StatType>().Select(name => name.ToLowerInvariant())];

    public static IReadOnlyList<StatType> All { get; } = Enum.GetValues<StatType>();

    /// <summary>Those that report threats or vulnerabilities: the objects of MONARC that are compared.</summary>
    public static IReadOnlyList<StatType> OfObjects { get; } = [StatType.Threat, StatType.Vulnerability];

    public static IReadOnlyList<string> Names => Spellings;

    public static string Name(this StatType type) => Spellings[(int)type];

    public static bool TryParse(string? name, out StatType type)
    {
        var index = Array.IndexOf(Spellings, name);
        type = (StatType)Math.Max(index, 0);
        return index >= 0;
    }
}
