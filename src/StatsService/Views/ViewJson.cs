using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using StatsService.Answers;
using StatsService.Tallies;
using StatsService.Wire;

namespace StatsService.Views;

/// <summary>How views are written: names as they are, numbers as finely as they are drawn.</summary>
internal static class ViewJson
{
    private const int Decimals = 2;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static FinishedAnswer Finish(string version, bool hasStats, Action<Utf8JsonWriter> write)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new FinishedAnswer(version, hasStats, json.WrittenSpan.ToArray());
    }

    public static void WriteMean(this Utf8JsonWriter writer, double mean) => writer.WriteNumberValue(Math.Round(mean, Decimals));

    public static void WriteDay(this Utf8JsonWriter writer, string name, DateOnly? day) => writer.WriteString(name, day?.ToWire());

    public static void WriteRange(this Utf8JsonWriter writer, Period period)
    {
        writer.WriteDay("from", period.From);
        writer.WriteDay("to", period.To);
    }

    /// <summary>An array with a mean for each step; null where there is none.</summary>
    public static void WriteMeans(this Utf8JsonWriter writer, string name, IEnumerable<double?> means)
    {
        writer.WriteStartArray(name);
        foreach (var mean in means)
        {
            if (mean is { } known)
                writer.WriteMean(known);
            else
                writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }

    /// <summary>The quartiles, the lowest first; null where there are none.</summary>
    public static void WriteQuartiles(this Utf8JsonWriter writer, Quartiles? quartiles)
    {
        if (quartiles is not { } known)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (var value in (ReadOnlySpan<float>)[known.Lower, known.Median, known.Upper])
            writer.WriteMean(value);
        writer.WriteEndArray();
    }

    /// <summary>An array with a number for each step; null where there is none.</summary>
    public static void WriteNumbers(this Utf8JsonWriter writer, string name, IEnumerable<long?> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
        {
            if (number is { } known)
                writer.WriteNumberValue(known);
            else
                writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }

    public static void WriteNumber(this Utf8JsonWriter writer, string name, long? number)
    {
        if (number is { } known)
            writer.WriteNumber(name, known);
        else
            writer.WriteNull(name);
    }

    /// <summary>UUID, name and address at MOSP; the name is null where there is none to be told.</summary>
    public static void WriteObject(this Utf8JsonWriter writer, Guid uuid, Sums sums, ViewNames names)
    {
        var named = names.Find(uuid, sums);
        writer.WriteString("object", uuid);
        writer.WriteString("name", named?.Name);
        writer.WriteString("url", named?.Url);
    }
}
