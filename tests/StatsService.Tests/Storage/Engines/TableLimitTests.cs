using StatsService.Storage;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>What fits one write is known before it is sent, on every engine.</summary>
public abstract class TableLimitTests(StorageUnderTest storage) : IAsyncLifetime
{
    private readonly StorageWatch watch = new();

    protected Table Table { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Table = storage.Open(watch).Table("Rows");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task A_hundred_rows_fit_a_write_and_no_more()
    {
        var changes = Rows(100, _ => new byte[100]);

        Assert.True(Table.Fits(changes));
        Assert.True((await Table.WriteAsync(changes, Cancellation)).IsDone);
        Assert.False(Table.Fits(Rows(101, _ => new byte[100])));
    }

    [Fact]
    public async Task A_row_of_the_greatest_size_fits_and_a_larger_one_does_not()
    {
        Assert.True(Table.MaxRowBytes >= 960 * 1024);
        var changes = Rows(1, _ => new byte[Table.MaxRowBytes]);

        Assert.True(Table.Fits(changes));
        Assert.True((await Table.WriteAsync(changes, Cancellation)).IsDone);
        Assert.False(Table.Fits(Rows(1, _ => new byte[Table.MaxRowBytes + 1])));
    }

    [Fact]
    public async Task A_text_of_32768_characters_fits_and_a_longer_one_does_not()
    {
        var changes = new RowChanges("p").Add(new Row("k") { ["Text"] = new string('\u00e9', 32_768) });

        Assert.True(Table.Fits(changes));
        Assert.True((await Table.WriteAsync(changes, Cancellation)).IsDone);
        Assert.Equal(new string('\u00e9', 32_768), (await Table.FindAsync("p", "k", Cancellation))!.GetString("Text"));
        Assert.False(Table.Fits(new RowChanges("p").Add(new Row("k") { ["Text"] = new string('a', 32_769) })));
    }

    [Fact]
    public async Task Three_rows_of_900_KiB_fit_a_write_and_five_do_not()
    {
        Assert.False(Table.Fits(Rows(5, _ => new byte[900 * 1024])));
        var changes = Rows(3, _ => new byte[900 * 1024]);

        Assert.True(Table.Fits(changes));
        Assert.True((await Table.WriteAsync(changes, Cancellation)).IsDone);
        Assert.Equal(3, await Table.ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).CountAsync(row => row.GetBytes("Data").Length == 900 * 1024, Cancellation));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_before_it_is_sent()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Table.WriteAsync(Rows(101, _ => []), Cancellation));

        Assert.Empty(watch.Seen);
    }

    /// <summary>Rows that are added, with bytes that each engine has to carry as they are.</summary>
    protected static RowChanges Rows(int count, Func<int, byte[]> bytes)
    {
        var changes = new RowChanges("p");
        for (var number = 0; number < count; number++)
            changes.Add(new Row($"{number:D3}") { ["Data"] = bytes(number) });
        return changes;
    }
}

public sealed class SqliteTableLimitTests() : TableLimitTests(new SqliteUnderTest());

public sealed class AzureTableLimitTests : TableLimitTests
{
    private const int MaxRequestBytes = 4 * 1024 * 1024;
    private readonly AzuriteUnderTest storage;

    public AzureTableLimitTests(AzuriteFixture azurite)
        : this(new AzuriteUnderTest(azurite))
    {
    }

    private AzureTableLimitTests(AzuriteUnderTest storage)
        : base(storage) => this.storage = storage;

    [Theory]
    [InlineData(100, 10)]
    [InlineData(100, 31_000)]
    [InlineData(30, 104_000)]
    [InlineData(4, 780_000)]
    public async Task A_request_is_no_larger_than_it_is_computed_and_little_smaller(int rows, int bytes)
    {
        long sent = 0;
        storage.Answer = request =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("$batch", StringComparison.Ordinal))
                sent = Length(request.Content!);
            return null;
        };

        // The largest that fits.
        while (!Table.Fits(Rows(rows, _ => new byte[bytes])))
            bytes -= 100;
        Assert.True((await Table.WriteAsync(Rows(rows, _ => new byte[bytes]), Cancellation)).IsDone);

        Assert.InRange(sent, 1, MaxRequestBytes);
        if (bytes > 1000)
            Assert.InRange(sent, MaxRequestBytes * 0.94, MaxRequestBytes);
    }

    [Fact]
    public async Task Texts_that_grow_on_the_way_are_computed_as_they_are_sent()
    {
        long sent = 0;
        storage.Answer = request =>
        {
            sent = Length(request.Content!);
            return null;
        };
        var changes = new RowChanges("p'\"é");
        for (var number = 0; number < 100; number++)
            changes.Add(new Row($"<é>'{number}") { ["Text"] = new string('é', 6700), ["Escaped"] = "\"\\<>&'\n\u0001\U0001F600" });

        Assert.True(Table.Fits(changes));
        await Table.WriteAsync(changes, Cancellation);

        Assert.InRange(sent, MaxRequestBytes * 0.94, MaxRequestBytes);
    }

    private static long Length(HttpContent content)
    {
        using var counted = new MemoryStream();
        content.CopyTo(counted, null, CancellationToken.None);
        return counted.Length;
    }
}
