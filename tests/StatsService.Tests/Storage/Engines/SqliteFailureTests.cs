using Microsoft.Data.Sqlite;
using StatsService.Storage;
using StatsService.Storage.Sqlite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>What the disk and other processes do to the file is told as unavailable, leaves nothing half-written, and heals.</summary>
public sealed class SqliteFailureTests : IAsyncLifetime
{
    private readonly SqliteUnderTest storage = new();
    private StorageEngine engine = null!;
    private Table table = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SqliteWriter Writer => ((SqliteStorage)engine).Writer;

    public async ValueTask InitializeAsync()
    {
        engine = storage.Open();
        table = engine.Table("Rows");
        await AddAsync("first", 10);
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task On_a_full_disk_a_write_stores_nothing_and_reads_go_on_until_there_is_room_again()
    {
        // As little room as a disk that is full: the database may not grow by more than a few pages.
        await SettingAsync("PRAGMA max_page_count = 40");

        var unavailable = await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
        {
            for (var number = 0; number < 100; number++)
                await table.WriteAsync(Rows($"full{number:D2}_", 10, 2000), Cancellation);
        });
        Assert.Contains("full", unavailable.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => table.WriteAsync(Rows("more", 10, 10_000), Cancellation));

        // Writes are whole.
        Assert.All((await KeysAsync()).Where(key => key.StartsWith("full", StringComparison.Ordinal)).GroupBy(key => key[..7]), rows => Assert.Equal(10, rows.Count()));
        Assert.DoesNotContain(await KeysAsync(), key => key.StartsWith("more", StringComparison.Ordinal));

        await SettingAsync("PRAGMA max_page_count = 1000000");
        Assert.True((await table.WriteAsync(Rows("more", 10, 10_000), Cancellation)).IsDone);
    }

    [Fact]
    public async Task A_write_that_the_disk_has_no_room_for_does_not_take_others_with_it()
    {
        await SettingAsync("PRAGMA max_page_count = 60");

        // They wait while the writer is held, and so share one transaction.
        var (held, go) = (new TaskCompletionSource(), new ManualResetEventSlim());
        var holding = Writer.WriteAsync(
            _ =>
            {
                held.TrySetResult();
                go.Wait(Cancellation);
                return true;
            },
            Cancellation);
        await held.Task;
        var small = table.WriteAsync(new RowChanges("p").Add(new Row("small")), Cancellation);
        var large = table.WriteAsync(Rows("large", 90, 20_000), Cancellation);
        var last = table.WriteAsync(new RowChanges("p").Add(new Row("last")), Cancellation);
        go.Set();

        await holding;
        Assert.True((await small).IsDone);
        Assert.True((await last).IsDone);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => large);
        Assert.DoesNotContain(await KeysAsync(), key => key.StartsWith("large", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_can_not_be_written_any_more_is_still_read()
    {
        await SettingAsync("PRAGMA query_only = 1");

        await Assert.ThrowsAsync<StorageUnavailableException>(() => table.WriteAsync(new RowChanges("p").Add(new Row("k")), Cancellation));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => engine.Queue("work").SendAsync("text", null, Cancellation));

        Assert.Equal(10, (await KeysAsync()).Count);
    }

    [Fact]
    public async Task A_file_that_another_process_keeps_locked_is_unavailable_for_writers_and_heals()
    {
        await using (var other = new SqliteConnection($"Data Source={storage.File};Pooling=False"))
        {
            await other.OpenAsync(Cancellation);
            await using var holding = await other.BeginTransactionAsync(Cancellation);

            await Assert.ThrowsAsync<StorageUnavailableException>(() => table.WriteAsync(new RowChanges("p").Add(new Row("k")), Cancellation));
            Assert.Equal(10, (await KeysAsync()).Count);
        }

        Assert.True((await table.WriteAsync(new RowChanges("p").Add(new Row("k")), Cancellation)).IsDone);
    }

    [Fact]
    public async Task Two_processes_write_by_turns_and_see_each_others_rows()
    {
        var other = storage.Open().Table("Rows");

        await Task.WhenAll(new[] { (table, "a"), (other, "b") }.Select(process => Task.Run(
            async () =>
            {
                for (var number = 0; number < 50; number++)
                    Assert.True((await process.Item1.WriteAsync(new RowChanges("p").Add(new Row($"{process.Item2}{number}")), Cancellation)).IsDone);
            },
            Cancellation)));

        Assert.Equal(110, (await KeysAsync()).Count);
        Assert.Equal(110, await other.ReadAsync("p", KeyRange.All, [], cancellationToken: Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_damaged_page_is_unavailable_and_the_other_pages_are_not()
    {
        for (var number = 0; number < 20; number++)
            await table.WriteAsync(Rows($"more{number:D2}_", 10, 10_000), Cancellation);
        storage.Close();
        await using (var file = File.OpenWrite(storage.File))
        {
            file.Position = file.Length / 2;
            await file.WriteAsync(new byte[200_000].Select(_ => (byte)0xAB).ToArray(), Cancellation);
        }

        var damaged = storage.Open().Table("Rows");
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await damaged.ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).CountAsync(Cancellation));
        Assert.NotNull(await damaged.FindAsync("p", "first00", Cancellation));
    }

    [Fact]
    public async Task A_slow_reader_keeps_nobody_from_writing_and_the_log_from_nothing()
    {
        for (var number = 0; number < 15; number++)
            await AddAsync($"page{number:D2}_", 100);
        await using var slow = table.ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).GetAsyncEnumerator(Cancellation);
        await slow.MoveNextAsync();

        // Far more than the log takes before it is copied into the database, which an open reader would prevent.
        for (var number = 0; number < 40; number++)
            await table.WriteAsync(new RowChanges("q").Put(new Row("k") { ["Data"] = new byte[800_000] }), Cancellation);

        Assert.InRange(new FileInfo(storage.File + "-wal").Length, 0, 16 * 1024 * 1024);
        var rows = 1;
        while (await slow.MoveNextAsync())
            rows++;
        Assert.Equal(1510, rows);
    }

    [Fact]
    public async Task A_service_that_ends_finishes_the_writes_that_it_has_begun()
    {
        var writes = Enumerable.Range(0, 200).Select(number => table.WriteAsync(new RowChanges("p").Add(new Row($"k{number}")), Cancellation)).ToList();

        storage.Close();

        Assert.All(await Task.WhenAll(writes), result => Assert.True(result.IsDone));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => table.WriteAsync(new RowChanges("p").Add(new Row("late")), Cancellation));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => table.FindAsync("p", "k0", Cancellation));
        Assert.Equal(210, await storage.Open().Table("Rows").ReadAsync("p", KeyRange.All, [], cancellationToken: Cancellation).CountAsync(Cancellation));
    }

    private static RowChanges Rows(string prefix, int count, int bytes)
    {
        var changes = new RowChanges("p");
        for (var number = 0; number < count; number++)
            changes.Add(new Row($"{prefix}{number:D2}") { ["Data"] = new byte[bytes] });
        return changes;
    }

    private async Task AddAsync(string prefix, int count) => Assert.True((await table.WriteAsync(Rows(prefix, count, 10), Cancellation)).IsDone);

    private Task SettingAsync(string pragma) => Writer.WriteAsync(session => session.Value(pragma), Cancellation);

    private async Task<IReadOnlyList<string>> KeysAsync() =>
        await table.ReadAsync("p", KeyRange.All, [], cancellationToken: Cancellation).Select(row => row.Key).ToListAsync(Cancellation);
}
