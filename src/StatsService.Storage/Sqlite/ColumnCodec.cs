using System.Buffers.Binary;

namespace StatsService.Storage.Sqlite;

/// <summary>The columns of a row as bytes: a version, the number of columns, then of each its name, its kind, and its value.</summary>
internal static class ColumnCodec
{
    private const byte Version = 1;

    private enum Kind : byte
    {
        Text = 1,
        Bytes = 2,
        False = 3,
        True = 4,
        Int32 = 5,
        Int64 = 6,
        Double = 7,
        Uuid = 8,
        Moment = 9,
    }

    public static byte[] Write(Row row)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write7BitEncodedInt(row.Columns.Count);
        foreach (var (name, value) in row.Columns)
        {
            writer.Write(name);
            Write(writer, value);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <param name="columns">Those that are wanted; null: all.</param>
    /// <exception cref="InvalidDataException">These are no columns.</exception>
    public static void Read(byte[] encoded, Row row, IReadOnlyList<string>? columns)
    {
        var reader = new RecordReader(encoded);
        if (reader.ReadByte() != Version)
            throw new InvalidDataException($"Row {row.Key} was not written by this version of the service.");
        for (var count = reader.ReadCount(); count > 0; count--)
        {
            var name = reader.ReadString();
            var value = ReadValue(ref reader, encoded);
            if (columns is null || columns.Contains(name))
                row[name] = value;
        }
    }

    private static void Write(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.Write((byte)Kind.Text);
                writer.Write(text);
                break;
            case ReadOnlyMemory<byte> bytes:
                writer.Write((byte)Kind.Bytes);
                writer.Write7BitEncodedInt(bytes.Length);
                writer.Write(bytes.Span);
                break;
            case bool yes:
                writer.Write((byte)(yes ? Kind.True : Kind.False));
                break;
            case int number:
                writer.Write((byte)Kind.Int32);
                writer.Write(number);
                break;
            case long number:
                writer.Write((byte)Kind.Int64);
                writer.Write(number);
                break;
            case double number:
                writer.Write((byte)Kind.Double);
                writer.Write(number);
                break;
            case Guid uuid:
                writer.Write((byte)Kind.Uuid);
                writer.Write(uuid.ToByteArray());
                break;
            case DateTimeOffset moment:
                writer.Write((byte)Kind.Moment);
                writer.Write(moment.UtcTicks);
                break;
        }
    }

    private static object ReadValue(ref RecordReader reader, byte[] encoded)
    {
        var kind = (Kind)reader.ReadByte();
        return kind switch
        {
            Kind.Text => reader.ReadString(),
            Kind.Bytes => Slice(ref reader, encoded),
            Kind.False => false,
            Kind.True => true,
            Kind.Int32 => BinaryPrimitives.ReadInt32LittleEndian(reader.Take(sizeof(int))),
            Kind.Int64 => BinaryPrimitives.ReadInt64LittleEndian(reader.Take(sizeof(long))),
            Kind.Double => BinaryPrimitives.ReadDoubleLittleEndian(reader.Take(sizeof(double))),
            Kind.Uuid => reader.ReadGuid(),
            Kind.Moment => new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(reader.Take(sizeof(long))), TimeSpan.Zero),
            _ => throw new InvalidDataException($"No column is of kind {kind}."),
        };
    }

    /// <summary>Without a copy: most of a row is one column's bytes.</summary>
    private static ReadOnlyMemory<byte> Slice(ref RecordReader reader, byte[] encoded)
    {
        var length = reader.ReadCount();
        var start = encoded.Length - reader.Rest.Length;
        reader.Take(length);
        return encoded.AsMemory(start, length);
    }
}
