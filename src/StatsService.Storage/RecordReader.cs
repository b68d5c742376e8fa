using System.Buffers.Binary;
using System.Text;

namespace StatsService.Storage;

/// <summary>Reads what a <see cref="BinaryWriter"/> wrote, without copying it.</summary>
/// <remarks>Every member throws <see cref="InvalidDataException"/> where the record ends too early or holds no such number.</remarks>
public ref struct RecordReader(ReadOnlySpan<byte> record)
{
    private const int BitsOfByte = 7;
    private const int MoreFollows = 1 << BitsOfByte;

    /// <summary>What was not read yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = record;

    public byte ReadByte() => Take(1)[0];

    /// <summary>What <see cref="BinaryWriter.Write7BitEncodedInt64"/> wrote, or <see cref="BinaryWriter.Write7BitEncodedInt"/> of a number from 0 on.</summary>
    public long ReadNumber()
    {
        var number = 0UL;
        for (var shift = 0; shift < 64; shift += BitsOfByte)
        {
            var part = ReadByte();
            number |= (ulong)(part % MoreFollows) << shift;
            if (part < MoreFollows)
                return (long)number;
        }

        throw Damaged();
    }

    /// <summary>A number of things that the record holds, each of which takes a byte at least.</summary>
    public int ReadCount() => ReadNumber() is var count && count >= 0 && count <= Rest.Length ? (int)count : throw Damaged();

    public Guid ReadGuid() => new(Take(16));

    public Int128 ReadInt128() => BinaryPrimitives.ReadInt128LittleEndian(Take(16));

    public float ReadSingle() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public string ReadString() => Encoding.UTF8.GetString(Take(ReadCount()));

    /// <summary>The next bytes, which stay part of the record.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > Rest.Length)
            throw Damaged();
        var taken = Rest[..length];
        Rest = Rest[length..];
        return taken;
    }

    private static InvalidDataException Damaged() => new("A stored record is damaged.");
}
