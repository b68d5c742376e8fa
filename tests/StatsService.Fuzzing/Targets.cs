using System.Text;
using System.Text.Json;
using StatsService.Cli;
using StatsService.Cli.Migration;
using StatsService.Functions.Http.Contract;
using StatsService.Ingestion;
using StatsService.Storage;
using StatsService.Tallies;
using StatsService.Wire;

namespace StatsService.Fuzzing;

/// <summary>What reads bytes that others wrote. Each input must be read or refused with the exception that is meant for that; any other exception is a finding.</summary>
internal static class Targets
{
    private static readonly JsonElement Answer = JsonElement.Parse("""{"metadata": {"count": 1}, "data": [{"uuid": "u", "anr": "a", "data": [{"uuid": "t", "count": 1}]}]}""");

    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["stats"] = ReadStats,
        ["tally"] = ReadTally,
        ["mask"] = ReadMask,
        ["dump"] = ReadDump,
    };

    /// <summary>The body of a POST, and what its stats add up to.</summary>
    private static void ReadStats(byte[] body)
    {
        try
        {
            var tally = new Tally();
            foreach (var stat in StatBatchReader.Read(Guid.Empty, body).Stats)
                tally.Add(stat.Type, stat.Data.Span);
            tally.Limit();
            RequireSame(tally);
        }
        catch (Exception refusal) when (refusal is InvalidInputException or PayloadTooLargeException)
        {
        }
    }

    /// <summary>A stored tally. What is invented is compressed first: almost nothing that is invented is Brotli.</summary>
    private static void ReadTally(byte[] record)
    {
        try
        {
            RequireSame(TallyCodec.Decode(CompressedRecord.Write(writer => writer.Write(record))));
        }
        catch (InvalidDataException)
        {
        }
    }

    /// <summary>The header <c>X-Fields</c>, and an answer with those fields alone.</summary>
    private static void ReadMask(byte[] header)
    {
        try
        {
            using var writer = new Utf8JsonWriter(Stream.Null);
            FieldsMask.Parse(Encoding.Latin1.GetString(header))?.Write(writer, Answer);
        }
        catch (InvalidInputException)
        {
        }
    }

    /// <summary>A dump of the original service's database.</summary>
    private static void ReadDump(byte[] dump)
    {
        using var reader = new StringReader(Encoding.UTF8.GetString(dump));
        try
        {
            foreach (var record in CopyDump.ReadAsync(reader, CancellationToken.None).ToBlockingEnumerable())
                ArgumentNullException.ThrowIfNull(record);
        }
        catch (RefusalException)
        {
        }
    }

    private static void RequireSame(Tally tally)
    {
        if (!TallyCodec.AreEqual(TallyCodec.Decode(TallyCodec.Encode(tally)), tally))
            throw new InvalidOperationException("A tally is not what it was before it was stored.");
    }
}
