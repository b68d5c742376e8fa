using System.Text.Json;
using StatsService.Wire;

namespace StatsService.Mosp;

/// <summary>Reads MOSP's list of objects; what is none of those that were asked for, or has no name, is skipped.</summary>
internal static class MospAnswer
{
    // Far beyond any name.
    private const int MaxNameLength = 1000;

    /// <param name="language">Null: any.</param>
    /// <exception cref="JsonException">The answer is no list of objects.</exception>
    public static IReadOnlyList<MospObject> Read(JsonElement answer, Guid uuid, Language? language) =>
        Member(answer, "data") is { ValueKind: JsonValueKind.Array } data
            ? [.. data.EnumerateArray().Select(element => ReadObject(element, uuid, language)).OfType<MospObject>()]
            : throw new JsonException("It is no list of objects.");

    private static MospObject? ReadObject(JsonElement element, Guid uuid, Language? asked)
    {
        var content = Member(element, "json_object");
        var language = Text(content, "language");
        if (!WireText.TryParseUuid(Text(content, "uuid"), out var own) || own != uuid
            || (asked is { } wanted && !string.Equals(language, wanted.Code(), StringComparison.OrdinalIgnoreCase))
            || Member(element, "id") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt64(out var id))
            return null;

        // The schemas of MONARC's objects have one label, or one for each language.
        string?[] names = [Text(content, "label"), asked is { } index ? Text(content, $"label{(int)index + 1}") : null, Text(element, "name")];
        return names.FirstOrDefault(name => name is { Length: > 0 and <= MaxNameLength }) is { } found ? new MospObject(id, language, found) : null;
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? element, string name) => Member(element, name)?.Text()?.Trim();
}
