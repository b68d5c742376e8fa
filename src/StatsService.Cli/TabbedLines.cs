using System.Text.Json.Nodes;

namespace StatsService.Cli;

/// <summary>Results as lines for <c>cut</c> and <c>awk</c>: the values of the JSON in its order, those of inner objects among them.</summary>
internal static class TabbedLines
{
    public static IEnumerable<string> Of(JsonNode? result) => result is JsonArray rows ? rows.Select(Line) : [Line(result)];

    private static string Line(JsonNode? row) => string.Join('\t', Cells(row));

    private static IEnumerable<string> Cells(JsonNode? value) => value switch
    {
        null => [""],
        JsonObject members => members.SelectMany(member => Cells(member.Value)),
        JsonValue text when text.TryGetValue<string>(out var plain) => [PlainText.WithoutControls(plain)],
        _ => [value.ToJsonString()],
    };
}
