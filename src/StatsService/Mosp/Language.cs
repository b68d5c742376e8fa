namespace StatsService.Mosp;

/// <summary>MONARC's four languages, in the order of its labels 1 to 4.</summary>
public enum Language
{
    French,
    English,
    German,
    Dutch,
}

/// <summary>The languages' codes on the wire and in keys: lower case, as ISO 639 has them.</summary>
public static class Languages
{
    private static readonly string[] Codes = ["fr", "en", "de", "nl"];

    public static IReadOnlyList<Language> All { get; } = Enum.GetValues<Language>();

    public static IReadOnlyList<string> Names => Codes;

    public static string Code(this Language language) => Codes[(int)language];

    /// <summary>In any case.</summary>
    public static bool TryParse(string? code, out Language language)
    {
        var index = Array.FindIndex(Codes, known => known.Equals(code, StringComparison.OrdinalIgnoreCase));
        language = (Language)Math.Max(index, 0);
        return index >= 0;
    }
}
