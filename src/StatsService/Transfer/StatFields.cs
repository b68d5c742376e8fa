using System.Text.Json;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Transfer;

/// <summary>A stat as a file spells it.</summary>
/// <param name="Data">JSON, UTF-8; empty: none.</param>
public sealed record StatFields(string? Client, string? Uuid, string? Anr, string? Type, string? Date, ReadOnlyMemory<byte> Data)
{
    // Around the data stand the batch and the stat where it is posted.
    private const int MaxDepth = StatBatchReader.MaxDepth - 2;
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    /// <param name="where">The place in the file, for people.</param>
    public TransferRecord ToRecord(string where)
    {
        if (string.IsNullOrEmpty(Client))
            return Unreadable("the stat belongs to no client");
        if (!WireText.TryParseUuid(Uuid, out var uuid))
            return Unreadable("its uuid is none");
        if (!WireText.TryParseUuid(Anr, out var anr))
            return Unreadable("its anr is no UUID");
        if (!StatTypes.TryParse(Type, out var type))
            return Unreadable($"its type is not one of {string.Join(", ", StatTypes.Names)}");
        if (!WireText.TryParseDate(Date, out var date))
            return Unreadable("its date is none");
        var data = Data.IsEmpty || Data.Span.SequenceEqual("null"u8) ? EmptyObject : Data;
        return IsObjectOrArray(data.Span)
            ? new StatRecord(Client, new Stat(uuid, anr, type, date, data), where)
            : Unreadable("its data is neither a JSON object nor an array");

        UnreadableRecord Unreadable(string reason) => new(where, reason);
    }

    private static bool IsObjectOrArray(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            var isContainer = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            reader.Skip();
            return isContainer && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
