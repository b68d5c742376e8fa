namespace StatsService.Cli;

/// <summary>Text of strangers, such as the names of clients, as it may stand in a line of a terminal.</summary>
internal static class PlainText
{
    /// <summary>With a space for each tab, line break and escape.</summary>
    public static string WithoutControls(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
