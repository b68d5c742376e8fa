using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StatsService.Wire;

/// <summary>How UUIDs and days are spelled by those who send them.</summary>
public static partial class WireText
{
    /// <summary>How deep the JSON of a stat may be nested.</summary>
    public const int MaxJsonDepth = 512;

    /// <summary>What is told of a day that <see cref="TryParseDate"/> does not take.</summary>
    public const string NoDate = "Not a date: write one that exists as YYYY-MM-DD, or as an ISO 8601 date-time.";

    /// <summary>With or without dashes, in braces, as a URN, in any case.</summary>
    public static bool TryParseUuid([NotNullWhen(true)] string? text, out Guid uuid)
    {
        const string urn = "urn:uuid:";
        if (text?.StartsWith(urn, StringComparison.OrdinalIgnoreCase) == true)
            text = text[urn.Length..];
        return Guid.TryParseExact(text, "D", out uuid) || Guid.TryParseExact(text, "N", out uuid) || Guid.TryParseExact(text, "B", out uuid);
    }

    /// <summary>An ISO 8601 day, or a date-time of which the day counts as it is written, whatever its offset.</summary>
    public static bool TryParseDate(string? text, out DateOnly date)
    {
        date = default;
        return text is not null && IsoDateTime().IsMatch(text)
            && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    public static string ToWire(this DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A name or a string as text; null for anything else, and for half a surrogate pair, which JSON may hold but is no text.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            return null;
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Text(ref Utf8JsonReader)"/>
    public static string? Text(this JsonElement value) => value.ValueKind == JsonValueKind.String ? TextOrNull(value.GetString) : null;

    /// <summary>The name as text; a replacement character where it holds half a surrogate pair.</summary>
    public static string Text(this JsonProperty property) => TextOrNull(() => property.Name) ?? "\uFFFD";

    private static string? TextOrNull(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?)?\z")]
    private static partial Regex IsoDateTime();
}
