using StatsService.Storage;

namespace StatsService.Tests.Storage;

public sealed class BufferPoolTests
{
    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1024 * 1024, true)]
    [InlineData((1024 * 1024) + 1, false)]
    public void Large_buffers_are_not_kept(int length, bool isKept)
    {
        var buffer = BufferPool.Rent(length);
        BufferPool.Return(buffer);

        Assert.True(buffer.Length >= length);
        Assert.Equal(isKept, ReferenceEquals(buffer, BufferPool.Rent(length)));
    }
}
