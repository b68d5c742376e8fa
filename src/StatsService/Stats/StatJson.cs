using System.Buffers;
using System.Buffers.Text;
using System.Text;
using StatsService.Wire;

namespace StatsService.Stats;

/// <summary>A stat as the wire has it; its data is copied as it was sent.</summary>
public static class StatJson
{
    /// <summary>What is written beside the data, at most.</summary>
    public const int MaxBytesAround = 160;

    private const int UuidLength = 36;

    public static void Write(IBufferWriter<byte> output, Stat stat)
    {
        output.Write("{\"uuid\":\""u8);
        WriteUuid(output, stat.Uuid);
        output.Write("\",\"anr\":\""u8);
        WriteUuid(output, stat.Anr);
        output.Write("\",\"type\":\""u8);
        WriteAscii(output, stat.Type.Name());
        output.Write("\",\"date\":\""u8);
        WriteAscii(output, stat.Date.ToWire());
        output.Write("\",\"data\":"u8);
        output.Write(stat.Data.Span);
        output.Write("}"u8);
    }

    private static void WriteUuid(IBufferWriter<byte> output, Guid uuid)
    {
        Utf8Formatter.TryFormat(uuid, output.GetSpan(UuidLength), out var written);
        output.Advance(written);
    }

    private static void WriteAscii(IBufferWriter<byte> output, string text)
    {
        var written = Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length));
        output.Advance(written);
    }
}
