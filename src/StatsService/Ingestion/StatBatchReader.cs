using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Ingestion;

/// <summary>
/// Reads the array of stats that a client posts. The stats' data are slices of the body, not copies, and are checked
/// to be JSON but not parsed further.
/// </summary>
public static class StatBatchReader
{
    /// <summary>Nesting in a document; far beyond what MONARC sends, and no risk to the stack: reading is not recursive.</summary>
    public const int MaxDepth = WireText.MaxJsonDepth;

    /// <summary>Stats in one request of a caller; MONARC sends five for each of its analyses.</summary>
    public const int MaxStats = 5000;

    private const int MaxErrors = 100;
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    /// <param name="client">Who sent the body; stats without UUID get one that is derived from it.</param>
    /// <exception cref="PayloadTooLargeException">There are more than <paramref name="maxStats"/> stats.</exception>
    /// <exception cref="InvalidInputException">The body is no JSON array, or one of its elements is no stat; all such elements are named.</exception>
    public static StatBatch Read(Guid client, ReadOnlyMemory<byte> body, int maxStats = MaxStats)
    {
        if (!Utf8.IsValid(body.Span))
            throw NotJson("it is not valid UTF-8");
        try
        {
            return ReadArray(client, body, maxStats);
        }
        catch (JsonException exception)
        {
            throw NotJson(string.Create(CultureInfo.InvariantCulture, $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"));
        }
    }

    private static InvalidInputException NotJson(string where) =>
        new($"The body could not be read as JSON ({where}). Nothing was stored.");

    private static StatBatch ReadArray(Guid client, ReadOnlyMemory<byte> body, int maxStats)
    {
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            // Whether the rest is JSON at all decides which sentence the caller reads.
            reader.Skip();
            reader.Read();
            throw new InvalidInputException("The body must be a JSON array of stats. Nothing was stored.");
        }

        var stats = new List<Stat>();
        var unnamed = new List<int>();
        var faults = new Faults();
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index == maxStats)
                throw new PayloadTooLargeException($"The request has more than {maxStats} stats. Nothing was stored: send them in several requests.");
            if (ReadStat(ref reader, body, index, unnamed, faults) is { } stat)
                stats.Add(stat);
            if (faults.IsFull)
                break;
        }

        if (faults.Errors.Count > 0)
            throw new InvalidInputException(faults.Errors);
        reader.Read();
        return Name(client, body, stats, unnamed);
    }

    /// <summary>Gives UUIDs to the stats that came without.</summary>
    /// <remarks>
    /// They are derived from the client, the body as it was sent, and the stat's place in it. MONARC sends no UUIDs, and a request
    /// that it sends again is the same to the byte: its stats get the same UUIDs and are recognised, while two equal stats in
    /// one request, or in two requests that differ, stay two.
    /// </remarks>
    /// <param name="unnamed">The places of the stats that came without UUID.</param>
    private static StatBatch Name(Guid client, ReadOnlyMemory<byte> body, List<Stat> stats, List<int> unnamed)
    {
        if (unnamed.Count == 0)
            return StatBatch.OfNamed(stats);
        if (unnamed[^1] >= DerivedUuid.MaxPlaces)
            throw new PayloadTooLargeException($"Beyond the first {DerivedUuid.MaxPlaces} stats of a request, each must have a UUID. Nothing was stored.");
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(client.ToByteArray(bigEndian: true));
        sha.AppendData(body.Span);
        var hash = sha.GetHashAndReset();
        var uuids = new HashSet<Guid>();
        foreach (var place in unnamed)
        {
            stats[place] = stats[place] with { Uuid = DerivedUuid.Create(hash, place) };
            uuids.Add(stats[place].Uuid);
        }

        return new StatBatch(stats, uuids);
    }

    private static Stat? ReadStat(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, int index, List<int> unnamed, Faults faults)
    {
        var prefix = index.ToString(CultureInfo.InvariantCulture);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            faults.Add(prefix, "A stat must be a JSON object.");
            reader.Skip();
            return null;
        }

        Guid? uuid = null, anr = null;
        StatType? type = null;
        DateOnly? date = null;
        ReadOnlyMemory<byte> data = EmptyObject;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = WireText.Text(ref reader) ?? "\uFFFD";
            reader.Read();
            var error = field switch
            {
                "uuid" => ReadUuid(ref reader, ref uuid),
                "anr" => ReadUuid(ref reader, ref anr),
                "type" => ReadType(ref reader, ref type),
                "date" => ReadDate(ref reader, ref date),
                "data" => ReadData(ref reader, body, ref data),
                _ => faults.MayName(ref field) ? "A stat has no such field." : null,
            };
            if (error is not null)
                faults.Add($"{prefix}.{field}", error);
            reader.Skip();
        }

        Require(anr, "anr");
        Require(type, "type");
        Require(date, "date");
        if (uuid is null)
            unnamed.Add(index);
        return anr is null || type is null || date is null ? null : new Stat(uuid ?? default, anr.Value, type.Value, date.Value, data);

        void Require<T>(T? value, string field)
            where T : struct
        {
            if (value is null)
                faults.Add($"{prefix}.{field}", "Missing required field.");
        }
    }

    private static string? ReadUuid(ref Utf8JsonReader reader, ref Guid? uuid)
    {
        uuid = null;
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (!WireText.TryParseUuid(WireText.Text(ref reader), out var parsed))
            return "Not a UUID.";
        uuid = parsed;
        return null;
    }

    private static string? ReadType(ref Utf8JsonReader reader, ref StatType? type)
    {
        type = null;
        if (!StatTypes.TryParse(WireText.Text(ref reader), out var parsed))
            return $"Not one of {string.Join(", ", StatTypes.Names)}.";
        type = parsed;
        return null;
    }

    private static string? ReadDate(ref Utf8JsonReader reader, ref DateOnly? date)
    {
        date = null;
        if (!WireText.TryParseDate(WireText.Text(ref reader), out var parsed))
            return WireText.NoDate;
        date = parsed;
        return null;
    }

    private static string? ReadData(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, ref ReadOnlyMemory<byte> data)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                data = EmptyObject;
                return null;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                data = body[start..(int)reader.BytesConsumed];
                return null;
            default:
                return "Neither a JSON object nor an array.";
        }
    }

    /// <summary>What is wrong with the elements of a batch.</summary>
    private sealed class Faults
    {
        private int left = InvalidInputException.MaxRepeated;

        /// <summary>The first error of each field, by element and field.</summary>
        public Dictionary<string, string> Errors { get; } = [];

        public bool IsFull => Errors.Count >= MaxErrors;

        public void Add(string place, string error)
        {
            if (!IsFull)
                Errors.TryAdd(place, error);
        }

        /// <summary>Whether there is room to name a field that the caller made up; what is named of all of them together stays below the limit of an error.</summary>
        /// <param name="field">Shortened where it is long.</param>
        public bool MayName(ref string field)
        {
            field = InvalidInputException.Shortened(field);
            var fits = field.Length <= left;
            left = fits ? left - field.Length : 0;
            return fits;
        }
    }
}
