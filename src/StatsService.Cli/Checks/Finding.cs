namespace StatsService.Cli.Checks;

internal enum Verdict
{
    Well,

    /// <summary>By its settings the service does without it.</summary>
    Off,

    Wrong,
}

/// <param name="Found">What was found, in a sentence or less.</param>
/// <param name="Advice">What to do; null where nothing has to be done.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Found, string? Advice = null)
{
    public static Finding Well(string check, string found) => new(check, Verdict.Well, found);

    public static Finding Off(string check, string found) => new(check, Verdict.Off, found);

    public static Finding Wrong(string check, string found, string advice) => new(check, Verdict.Wrong, found, advice);
}
