using System.Text.Json;

namespace StatsService.Tallies;

/// <summary>
/// The labels of a threat or vulnerability in MONARC's four languages (fr, en, de, nl), packed for comparison: the
/// four JSON strings as sent, without their quotes, each ended by a byte 0, which no JSON string holds.
/// </summary>
public static class ObjectLabels
{
    public const int Languages = 4;

    // Far beyond any name; a longer one counts as none, so that nobody can swell everybody's totals.
    private const int MaxLabelBytes = 1000;

    private static readonly JsonEncodedText[] Names =
        [.. Enumerable.Range(1, Languages).Select(language => JsonEncodedText.Encode($"label{language}"))];

    public const int MaxBytes = Languages * (MaxLabelBytes + 1);

    /// <summary>Packs the labels into the buffer of <see cref="MaxBytes"/>; an absent one is empty.</summary>
    public static ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth, Span<byte> buffer)
    {
        var length = 0;
        Append(first, buffer);
        Append(second, buffer);
        Append(third, buffer);
        Append(fourth, buffer);
        return buffer[..length];

        void Append(ReadOnlySpan<byte> label, Span<byte> target)
        {
            if (label.Length <= MaxLabelBytes)
            {
                label.CopyTo(target[length..]);
                length += label.Length;
            }

            target[length++] = 0;
        }
    }

    /// <summary>The labels as text, in their order; empty where there is none, or one that is JSON but no text.</summary>
    public static IReadOnlyList<string> Unpack(ReadOnlySpan<byte> packed)
    {
        var labels = new string[Languages];
        for (var language = 0; language < Languages; language++)
        {
            var length = Math.Max(packed.IndexOf((byte)0), 0);
            labels[language] = Unescape(packed[..length]);
            packed = packed.IsEmpty ? packed : packed[(length + 1)..];
        }

        return labels;
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> packed)
    {
        writer.WriteStartObject();
        Span<byte> quoted = stackalloc byte[MaxLabelBytes + 2];
        foreach (var name in Names)
        {
            var length = Math.Max(packed.IndexOf((byte)0), 0);
            quoted[0] = (byte)'"';
            packed[..length].CopyTo(quoted[1..]);
            quoted[length + 1] = (byte)'"';
            writer.WritePropertyName(name);
            writer.WriteRawValue(quoted[..(length + 2)], skipInputValidation: true);
            packed = packed.IsEmpty ? packed : packed[(length + 1)..];
        }

        writer.WriteEndObject();
    }

    private static string Unescape(ReadOnlySpan<byte> label)
    {
        var reader = new Utf8JsonReader([(byte)'"', .. label, (byte)'"']);
        try
        {
            reader.Read();
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return "";
        }
    }
}
