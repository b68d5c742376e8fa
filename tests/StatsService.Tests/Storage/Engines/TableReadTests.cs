using StatsService.Storage;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>Rows are found and read as they were written, on every engine.</summary>
public abstract class TableReadTests(StorageUnderTest storage) : IAsyncLifetime
{
    private readonly StorageWatch watch = new();
    private Table table = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        table = storage.Open(watch).Table("Rows");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task A_table_that_was_never_used_has_no_rows()
    {
        Assert.Null(await table.FindAsync("p", "k", Cancellation));
        Assert.Empty(await ReadAsync(KeyRange.All));
        Assert.Empty(await table.ReadPartitionsAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Every_kind_of_value_comes_back_as_it_was_written()
    {
        var moment = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2)).AddTicks(1_234_567);
        var uuid = Guid.NewGuid();
        await AddAsync(new Row("k")
        {
            ["Text"] = "\"O'Brien\" & <Zoë> \\ 日本 \U0001F600\n\u0001",
            ["Empty"] = "",
            ["Yes"] = true,
            ["No"] = false,
            ["Int"] = int.MinValue,
            ["Long"] = long.MaxValue,
            ["Whole"] = 3.0,
            ["Double"] = 0.1 + 0.2,
            ["Uuid"] = uuid,
            ["Moment"] = moment,
            ["Bytes"] = (byte[])[0, 1, 255],
            ["NoBytes"] = Array.Empty<byte>(),
            ["Nothing"] = null,
        });

        var row = await FindAsync("k");

        Assert.Equal("\"O'Brien\" & <Zoë> \\ 日本 \U0001F600\n\u0001", row.GetString("Text"));
        Assert.Equal("", row.GetString("Empty"));
        Assert.True(row.GetBoolean("Yes"));
        Assert.False(row.GetBoolean("No"));
        Assert.Equal(int.MinValue, row.GetInt32("Int"));
        Assert.Equal(long.MaxValue, row.GetInt64("Long"));
        Assert.Equal(3.0, row.GetDouble("Whole"));
        Assert.Equal(0.1 + 0.2, row.GetDouble("Double"));
        Assert.Equal(uuid, row.GetGuid("Uuid"));
        Assert.Equal(moment, row.GetDateTimeOffset("Moment"));
        Assert.Equal((byte[])[0, 1, 255], row.GetBytes("Bytes").ToArray());
        Assert.True(row.GetBytes("NoBytes").IsEmpty);
        Assert.Null(row.GetString("Nothing"));
        Assert.Equal(12, row.Columns.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(2 * 65_536)]
    [InlineData(983_040 - 28)]
    public async Task Bytes_of_every_size_up_to_the_limit_come_back(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        await AddAsync(new Row("k") { ["Data"] = bytes, ["Data1"] = "another column" });

        Assert.True(length <= table.MaxRowBytes);
        Assert.Equal(bytes, (await FindAsync("k")).GetBytes("Data").ToArray());
        Assert.Equal(bytes, (await table.ReadAsync("p", KeyRange.All, ["Data"], cancellationToken: Cancellation).SingleAsync(Cancellation)).GetBytes("Data").ToArray());
    }

    [Fact]
    public async Task A_row_says_when_it_was_changed()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-5);
        await AddAsync(new Row("k"));

        Assert.InRange((await FindAsync("k")).ChangedAt, before, DateTimeOffset.UtcNow.AddSeconds(5));
        Assert.InRange((await ReadAsync(KeyRange.All)).Single().ChangedAt, before, DateTimeOffset.UtcNow.AddSeconds(5));
    }

    [Fact]
    public async Task A_row_is_found_by_partition_and_key_together()
    {
        await AddAsync(new Row("k") { ["From"] = "p" });
        await table.WriteAsync(new RowChanges("q").Add(new Row("k") { ["From"] = "q" }), Cancellation);

        Assert.Equal("p", (await FindAsync("k")).GetString("From"));
        Assert.Equal("q", (await table.FindAsync("q", "k", Cancellation))!.GetString("From"));
        Assert.Null(await table.FindAsync("p", "K", Cancellation));
        Assert.Null(await table.FindAsync("P", "k", Cancellation));
    }

    [Fact]
    public async Task A_range_gives_the_keys_of_a_partition_in_ordinal_order()
    {
        string[] keys = ["a", "a_1", "a_10", "a_2", "aa", "B", "Z", "_", "b", "0", "a b", "a'b", "é"];
        await AddAsync([.. keys.Select(key => new Row(key))]);
        await table.WriteAsync(new RowChanges("p2").Add(new Row("a_5")), Cancellation);

        Assert.Equal(keys.Where(key => key != "é").Order(StringComparer.Ordinal), Keys(await ReadAsync(KeyRange.All)));
        Assert.Equal(["a_1", "a_10", "a_2"], Keys(await ReadAsync(KeyRange.StartingWith("a_"))));
        Assert.Equal(["a_1", "a_10"], Keys(await ReadAsync(new KeyRange("a_1", "a_2"))));
        Assert.Equal(["a_10", "a_2"], Keys(await ReadAsync(KeyRange.Between("a_10", "a_2"))));
        Assert.Empty(await ReadAsync(new KeyRange("b", "b")));
        Assert.Empty(await ReadAsync(new KeyRange("c", "b")));
    }

    [Fact]
    public async Task Only_the_columns_that_are_asked_for_are_read()
    {
        await AddAsync(new Row("k") { ["A"] = 1, ["B"] = "two", ["C"] = new byte[100_000] });
        var revision = (await FindAsync("k")).Revision;

        var some = await table.ReadAsync("p", KeyRange.All, ["B", "A", "Missing"], cancellationToken: Cancellation).SingleAsync(Cancellation);
        var none = await table.ReadAsync("p", KeyRange.All, [], cancellationToken: Cancellation).SingleAsync(Cancellation);

        Assert.Equal(["A", "B"], some.Columns.Keys.Order());
        Assert.Empty(none.Columns);
        Assert.Equal((revision, revision), (some.Revision, none.Revision));
    }

    [Fact]
    public async Task A_range_of_2500_rows_comes_in_pages_of_a_thousand()
    {
        await AddManyAsync(2500);
        watch.Clear();

        var rows = await ReadAsync(KeyRange.All);

        Assert.Equal(Enumerable.Range(0, 2500).Select(Key), Keys(rows));
        Assert.Equal(3, watch.Seen.Count(operation => operation.Kind == "read"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(1001, 2)]
    public async Task A_limit_ends_the_range(int limit, int operations)
    {
        await AddManyAsync(1100);
        watch.Clear();

        Assert.Equal(
            Enumerable.Range(0, limit).Select(Key),
            Keys(await table.ReadAsync("p", KeyRange.All, [], limit, Cancellation).ToListAsync(Cancellation)));
        Assert.Equal(operations, watch.Seen.Count);
    }

    [Fact]
    public async Task A_range_can_be_left_before_its_end_and_written_to_while_it_is_read()
    {
        await AddManyAsync(1100);

        var seen = 0;
        await foreach (var row in table.ReadAsync("p", KeyRange.All, [], cancellationToken: Cancellation))
        {
            Assert.True((await table.WriteAsync(new RowChanges("p").Delete(row.Key, row.Revision!), Cancellation)).IsDone);
            if (++seen == 3)
                break;
        }

        Assert.Equal(1097, (await ReadAsync(KeyRange.All)).Count);
    }

    [Fact]
    public async Task Partitions_are_listed_once_each()
    {
        foreach (var partition in (string[])["b", "a", "c c"])
            await table.WriteAsync(new RowChanges(partition).Add(new Row("1")).Add(new Row("2")), Cancellation);

        Assert.Equal(["a", "b", "c c"], await table.ReadPartitionsAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Tables_of_one_storage_do_not_see_each_others_rows()
    {
        await AddAsync(new Row("k"));

        Assert.Null(await storage.Open().Table("Others").FindAsync("p", "k", Cancellation));
        Assert.NotNull(await storage.Open().Table("Rows").FindAsync("p", "k", Cancellation));
    }

    private static string Key(int number) => number.ToString("D5");

    private static IEnumerable<string> Keys(IEnumerable<Row> rows) => rows.Select(row => row.Key);

    private async Task AddAsync(params IReadOnlyList<Row> rows)
    {
        var changes = new RowChanges("p");
        foreach (var row in rows)
            changes.Add(row);
        Assert.True((await table.WriteAsync(changes, Cancellation)).IsDone);
    }

    private async Task AddManyAsync(int count)
    {
        foreach (var numbers in Enumerable.Range(0, count).Chunk(100))
            await AddAsync([.. numbers.Select(number => new Row(Key(number)) { ["Number"] = number })]);
    }

    private async Task<Row> FindAsync(string key) => (await table.FindAsync("p", key, Cancellation))!;

    private async Task<IReadOnlyList<Row>> ReadAsync(KeyRange range) => await table.ReadAsync("p", range, cancellationToken: Cancellation).ToListAsync(Cancellation);
}

public sealed class AzureTableReadTests(AzuriteFixture azurite) : TableReadTests(new AzuriteUnderTest(azurite));

public sealed class SqliteTableReadTests() : TableReadTests(new SqliteUnderTest());
