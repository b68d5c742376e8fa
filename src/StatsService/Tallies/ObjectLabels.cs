using System.Text;
using System.Text.Json;

namespace StatsService.Tallies;

/// <summary>The labels of a threat or vulnerability in MONARC's four languages: fr, en, de, nl.</summary>
public static class ObjectLabels
{
    public const int Languages = 4;

    // MONARC's have 255 at most; a longer one counts as none, so that nobody can swell everybody's totals.
    private const int MaxCharacters = 1000;

    /// <summary>What the longest label takes as JSON: six bytes for each character where all are escaped.</summary>
    public const int MaxBytes = 6 * MaxCharacters;

    private static readonly JsonEncodedText[] Names =
        [.. Enumerable.Range(1, Languages).Select(language => JsonEncodedText.Encode($"label{language}"))];

    /// <summary>Of a language's label on the wire.</summary>
    public static string Name(int language) => Names[language].Value;

    /// <summary>Reads a JSON string as UTF-8, whatever is escaped in it: <c>é</c> and <c>\u00e9</c> are one name.</summary>
    /// <returns>How many bytes of the buffer the label takes; 0 where there is none or only blanks, it is too long, or it is JSON but no text.</returns>
    public static int Read(ref Utf8JsonReader reader, scoped Span<byte> buffer)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > buffer.Length)
            return 0;
        try
        {
            var length = reader.CopyString(buffer);
            var label = buffer[..length];
            return label.ContainsAnyExcept(" \t\r\n"u8) && (length <= MaxCharacters || Encoding.UTF8.GetCharCount(label) <= MaxCharacters) ? length : 0;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return 0;
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
