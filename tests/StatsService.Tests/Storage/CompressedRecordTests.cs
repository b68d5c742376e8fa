using System.Security.Cryptography;
using StatsService.Storage;

namespace StatsService.Tests.Storage;

public sealed class CompressedRecordTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(3_000_000)]
    public void A_record_comes_back_however_well_it_was_compressed(int bytes)
    {
        foreach (var content in (byte[][])[new byte[bytes], RandomNumberGenerator.GetBytes(bytes)])
        {
            using var record = CompressedRecord.Read(CompressedRecord.Write(writer => writer.Write(content)));

            Assert.True(record.Reader.Rest.SequenceEqual(content));
        }
    }

    [Fact]
    public void Numbers_and_texts_come_back_as_they_were_written()
    {
        long[] numbers = [0, 1, 127, 128, int.MaxValue, long.MaxValue, -1, long.MinValue];
        var uuid = Guid.NewGuid();
        using var record = CompressedRecord.Read(CompressedRecord.Write(writer =>
        {
            foreach (var number in numbers)
                writer.Write7BitEncodedInt64(number);
            writer.Write(uuid.ToByteArray());
            writer.Write("é");
        }));

        var reader = record.Reader;
        foreach (var number in numbers)
            Assert.Equal(number, reader.ReadNumber());
        Assert.Equal(uuid, reader.ReadGuid());
        Assert.Equal("é", reader.ReadString());
        Assert.True(reader.Rest.IsEmpty);
    }

    [Fact]
    public void A_record_that_ends_too_early_is_told_as_damaged()
    {
        var compressed = CompressedRecord.Write(writer => writer.Write("text"));

        Assert.Throws<InvalidDataException>(() => CompressedRecord.Read(compressed.AsMemory(0, compressed.Length - 1)));
        Assert.Throws<InvalidDataException>(() => new RecordReader([200]).ReadByte() + new RecordReader([200]).ReadNumber());
        Assert.Throws<InvalidDataException>(() => new RecordReader([4, 1]).ReadCount());
    }
}
