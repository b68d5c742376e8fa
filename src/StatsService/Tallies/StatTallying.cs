using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Tallies;

/// <summary>Adds a stat's data, as MONARC builds it, to a tally; what can't be read is skipped and counted, and so is what MONARC's scales don't hold.</summary>
public static class StatTallying
{
    // More names than a client's analyses have for one object in a language; each new one is compared with all of them.
    internal const int MaxVariants = 10;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = WireText.MaxJsonDepth };

    /// <summary>All stats that are added so are taken for those of one client.</summary>
    /// <param name="data">Valid JSON.</param>
    /// <param name="known">Where many stats are tallied: keeps the names that they have in common.</param>
    /// <returns>How many elements were malformed, or report what another one before them reports.</returns>
    public static int Add(this Tally tally, StatType type, ReadOnlySpan<byte> data, LabelCache? known = null)
    {
        tally.Stats++;
        tally.Contributors = 1;
        var reader = new Utf8JsonReader(data, Options);
        reader.Read();
        try
        {
            return type switch
            {
                StatType.Risk => AddRisks(tally, ref reader),
                StatType.Cartography => CartographyTallying.Add(tally, Whole(ref reader)),
                StatType.Compliance => ComplianceTallying.Add(tally, Whole(ref reader), known),
                _ => AddObjects(tally, ref reader, known),
            };
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair: valid JSON that no text equals. What stands after it is not read.
            return 1;
        }
    }

    private static JsonElement Whole(ref Utf8JsonReader reader) => JsonElement.ParseValue(ref reader);

    private static int AddObjects(Tally tally, ref Utf8JsonReader reader, LabelCache? known)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return 1;
        var malformed = 0;
        var labels = new byte[ObjectLabels.Languages][];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryAddObject(tally, ref reader, labels, known))
                malformed++;
        }

        return malformed;
    }

    private static bool TryAddObject(Tally tally, ref Utf8JsonReader reader, byte[][] labels, LabelCache? known)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        Guid? uuid = null;
        Quantity? count = null, maxRisk = null, averageRate = null;
        labels.AsSpan().Fill([]);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(WireText.Text(ref reader) ?? "") : reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("uuid"u8))
                uuid = ReadUuid(ref reader);
            else if (name.SequenceEqual("count"u8))
                count = ReadQuantity(ref reader);
            else if (name.SequenceEqual("maxRisk"u8))
                maxRisk = ReadQuantity(ref reader);
            else if (name.SequenceEqual("averageRate"u8))
                averageRate = ReadQuantity(ref reader);
            else if (name.Length == 6 && name.StartsWith("label"u8) && name[5] - (byte)'1' is >= 0 and < ObjectLabels.Languages and var language)
                labels[language] = known?.Read(ref reader) ?? ObjectLabels.Read(ref reader);
            reader.Skip();
        }

        if (uuid is null || count is null || maxRisk is null || averageRate is null)
            return false;
        if (!MonarcScales.HoldObject(count.Value, maxRisk.Value, averageRate.Value))
        {
            tally.Implausible++;
            return true;
        }

        if (tally.Report(uuid.Value) is not { } sums)
            return false;
        sums.AddReport(count.Value, maxRisk.Value, averageRate.Value);
        for (var language = 0; language < ObjectLabels.Languages; language++)
            sums.AddLabel(language, labels[language], 1, MaxVariants);
        return true;
    }

    private static Guid? ReadUuid(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && Utf8Parser.TryParse(reader.ValueSpan, out Guid uuid, out var consumed)
        && consumed == reader.ValueSpan.Length ? uuid : null;

    private static Quantity? ReadQuantity(ref Utf8JsonReader reader) => Quantity.TryRead(ref reader, out var quantity) ? quantity : null;

    // {"risks": {state: {kind: [{"level", "value"}]}}}: descends by name, skips whatever else stands there.
    private static int AddRisks(Tally tally, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return 1;
        var malformed = 0;
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRisks = reader.ValueTextEquals("risks"u8);
            reader.Read();
            if (isRisks && reader.TokenType == JsonTokenType.StartObject)
            {
                found = true;
                malformed += AddStates(tally, ref reader);
            }

            reader.Skip();
        }

        return found ? malformed : malformed + 1;
    }

    private static int AddStates(Tally tally, ref Utf8JsonReader reader)
    {
        var malformed = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var state = IndexOf(RiskCells.States, ref reader);
            reader.Read();
            if (state < 0 || reader.TokenType != JsonTokenType.StartObject)
            {
                malformed++;
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var kind = IndexOf(RiskCells.Kinds, ref reader);
                reader.Read();
                if (kind >= 0 && reader.TokenType == JsonTokenType.StartArray)
                    malformed += AddLevels(tally, ref reader, state, kind);
                else
                    malformed++;
                reader.Skip();
            }
        }

        return malformed;
    }

    private static int AddLevels(Tally tally, ref Utf8JsonReader reader, int state, int kind)
    {
        var malformed = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var level = -1;
            Quantity? value = null;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isLevel = reader.ValueTextEquals("level"u8);
                    var isValue = reader.ValueTextEquals("value"u8);
                    reader.Read();
                    if (isLevel)
                        level = reader.TokenType == JsonTokenType.String ? IndexOf(RiskCells.Levels, ref reader) : -1;
                    else if (isValue)
                        value = ReadQuantity(ref reader);
                    reader.Skip();
                }
            }

            if (level >= 0 && value is { } count && !MonarcScales.HoldCount(count))
                tally.Implausible++;
            else if (level >= 0 && value is not null && tally.Report(new RiskCell(state, kind, level)) is { } sums)
                sums.AddReport(value.Value, default, default);
            else
                malformed++;
            reader.Skip();
        }

        return malformed;
    }

    private static int IndexOf(IReadOnlyList<string> names, ref Utf8JsonReader reader)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (reader.ValueTextEquals(names[i]))
                return i;
        }

        return -1;
    }
}
