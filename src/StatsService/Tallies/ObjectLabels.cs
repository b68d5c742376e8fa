using System.Buffers;
using System.Text;
using System.Text.Json;

namespace StatsService.Tallies;

/// <summary>The labels of a threat or vulnerability in MONARC's four languages: fr, en, de, nl.</summary>
public static class ObjectLabels
{
    public const int Languages = 4;

    // MONARC's have 255 at most; a longer one counts as none, so that nobody can swell everybody's totals.
    private const int MaxCharacters = 1000;

    private static readonly JsonEncodedText[] Names =
        [.. Enumerable.Range(1, Languages).Select(language => JsonEncodedText.Encode($"label{language}"))];

    /// <summary>Of a language's label on the wire.</summary>
    public static string Name(int language) => Names[language].Value;

    /// <summary>Reads a JSON string as UTF-8, whatever is escaped in it: <c>é</c> and <c>\u00e9</c> are one name.</summary>
    /// <returns>Nothing where there is none or only blanks, it is too long, or it is JSON but no text.</returns>
    public static byte[] Read(ref Utf8JsonReader reader)
    {
        // The longest has six bytes for each character, where all are escaped.
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length is 0 or > 6 * MaxCharacters)
            return [];
        var buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var label = buffer.AsSpan(0, reader.CopyString(buffer));
            return label.ContainsAnyExcept(" \t\r\n"u8) && (label.Length <= MaxCharacters || Encoding.UTF8.GetCharCount(label) <= MaxCharacters) ? label.ToArray() : [];
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return [];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The labels as text, by language; empty where there is none.</summary>
    public static IReadOnlyList<string> Texts(Sums sums) =>
        [.. Enumerable.Range(0, Languages).Select(language => Encoding.UTF8.GetString(sums.Label(language)))];

    public static void Write(Utf8JsonWriter writer, Sums sums)
    {
        writer.WriteStartObject();
        for (var language = 0; language < Languages; language++)
            writer.WriteString(Names[language], sums.Label(language));
        writer.WriteEndObject();
    }
}
