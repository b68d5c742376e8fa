using Azure.Data.Tables;
using StatsService.Storage;

namespace StatsService.Tests.Storage;

public sealed class BinaryPropertiesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(2 * 65_536)]
    [InlineData(BinaryProperties.MaxBytes)]
    public void Bytes_come_back_from_properties_of_64_KiB(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        var entity = new TableEntity("p", "r");

        entity.SetBytes("Data", bytes);

        Assert.Equal(bytes, entity.GetBytes("Data").ToArray());
        Assert.All(entity.Select(property => property.Value).OfType<byte[]>(), part => Assert.InRange(part.Length, 1, 64 * 1024));
    }

    [Fact]
    public void A_row_without_such_bytes_has_none() => Assert.True(new TableEntity("p", "r").GetBytes("Data").IsEmpty);
}
