using StatsService.Storage;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>Writes are whole or nothing, and never overwrite what their writer did not see, on every engine.</summary>
public abstract class TableWriteTests(StorageUnderTest storage) : IAsyncLifetime
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
    public async Task A_write_gives_the_revisions_that_a_read_finds()
    {
        var old = await AddAsync("old");

        var result = await WriteAsync(Changes().Add(new Row("a")).Delete("old", old).Put(new Row("b")));

        Assert.True(result.IsDone);
        Assert.Equal([(await FindAsync("a"))!.Revision, null, (await FindAsync("b"))!.Revision], result.Revisions);
        Assert.Null(await FindAsync("old"));
    }

    [Fact]
    public async Task A_replaced_row_has_the_new_columns_alone()
    {
        await WriteAsync(Changes().Add(new Row("k") { ["A"] = 1, ["Data"] = new byte[200_000] }));
        var read = (await FindAsync("k"))!;

        Assert.True((await WriteAsync(Changes().Replace(new Row("k") { ["B"] = 2 }, read.Revision!))).IsDone);

        Assert.Equal(["B"], (await FindAsync("k"))!.Columns.Keys);
    }

    [Fact]
    public async Task Adding_what_is_there_is_refused()
    {
        await AddAsync("k");

        await RefusedAsync(Changes().Add(new Row("new")).Add(new Row("k")), WriteFailure.Exists, 1);
    }

    [Fact]
    public async Task Replacing_what_was_changed_is_refused()
    {
        var revision = await AddAsync("k");
        await WriteAsync(Changes().Put(new Row("k") { ["By"] = "another" }));

        await RefusedAsync(Changes().Add(new Row("new")).Replace(new Row("k"), revision), WriteFailure.Changed, 1);
        Assert.Equal("another", (await FindAsync("k"))!.GetString("By"));
    }

    [Fact]
    public async Task Replacing_what_is_gone_is_refused()
    {
        var revision = await AddAsync("k");
        await WriteAsync(Changes().DeleteAny("k"));

        await RefusedAsync(Changes().Add(new Row("new")).Replace(new Row("k"), revision), WriteFailure.Gone, 1);
    }

    [Fact]
    public async Task Deleting_what_was_changed_or_is_gone_is_refused()
    {
        var revision = await AddAsync("k");
        await WriteAsync(Changes().Put(new Row("k")));

        await RefusedAsync(Changes().Add(new Row("new")).Delete("k", revision), WriteFailure.Changed, 1);
        await WriteAsync(Changes().DeleteAny("k"));
        await RefusedAsync(Changes().Add(new Row("new")).Delete("k", revision), WriteFailure.Gone, 1);
        await RefusedAsync(Changes().Add(new Row("new")).DeleteAny("k"), WriteFailure.Gone, 1);
    }

    [Fact]
    public async Task A_refused_write_of_100_rows_leaves_no_row()
    {
        await AddAsync("k99");
        var changes = Changes();
        for (var number = 0; number < 100; number++)
            changes.Add(new Row($"k{number:D2}"));

        var result = await WriteAsync(changes);

        Assert.Equal((WriteFailure.Exists, 99), (result.Failure, result.Failed));
        Assert.Equal(["k99"], await KeysAsync());
    }

    [Fact]
    public async Task A_row_that_is_written_again_never_has_an_earlier_revision()
    {
        var revisions = new HashSet<string>();
        for (var round = 0; round < 50; round++)
        {
            var added = await WriteAsync(Changes().Add(new Row("k")));
            var replaced = await WriteAsync(Changes().Replace(new Row("k"), added.Revisions[0]!));
            var put = await WriteAsync(Changes().Put(new Row("k")));
            Assert.All([added, replaced, put], result => Assert.True(revisions.Add(result.Revisions[0]!)));
            await WriteAsync(Changes().DeleteAny("k"));
        }
    }

    [Fact]
    public async Task Sixteen_writers_of_one_row_lose_no_change()
    {
        await WriteAsync(Changes().Add(new Row("count") { ["Value"] = 0 }));

        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            var own = storage.Open().Table("Rows");
            for (var number = 0; number < 5;)
            {
                var count = (await own.FindAsync("p", "count", Cancellation))!;
                var changes = Changes()
                    .Add(new Row($"{writer}-{number}"))
                    .Replace(new Row("count") { ["Value"] = count.GetInt32("Value") + 1 }, count.Revision!);
                var result = await own.WriteAsync(changes, Cancellation);
                if (result.IsDone)
                    number++;
                else
                    Assert.Equal((WriteFailure.Changed, 1), (result.Failure, result.Failed));
            }
        })));

        Assert.Equal(80, (await FindAsync("count"))!.GetInt32("Value"));
        Assert.Equal(81, (await KeysAsync()).Count);
    }

    [Fact]
    public async Task No_changes_are_no_operation()
    {
        var result = await WriteAsync(Changes());

        Assert.True(result.IsDone);
        Assert.Empty(watch.Seen);
    }

    [Fact]
    public void A_key_stands_in_changes_once() => Assert.Throws<ArgumentException>(() => Changes().Add(new Row("k")).DeleteAny("k"));

    [Fact]
    public async Task A_write_is_one_operation_even_when_it_is_refused()
    {
        await AddAsync("k");
        watch.Clear();

        await WriteAsync(Changes().Add(new Row("k")));
        await WriteAsync(Changes().Put(new Row("k")));

        Assert.Equal(["write", "write"], watch.Seen.Select(operation => operation.Kind));
        Assert.All(watch.Seen, operation => Assert.Equal(("Rows", "p"), (operation.Store, operation.Partition)));
    }

    [Fact]
    public async Task A_range_is_deleted_and_nothing_beside_it()
    {
        foreach (var prefix in (string[])["a_", "b_"])
        {
            foreach (var numbers in Enumerable.Range(0, 250).Chunk(100))
            {
                var changes = Changes();
                foreach (var number in numbers)
                    changes.Add(new Row($"{prefix}{number:D3}"));
                await WriteAsync(changes);
            }
        }

        await table.DeleteAsync("p", KeyRange.StartingWith("a_"), Cancellation);

        Assert.All(await KeysAsync(), key => Assert.StartsWith("b_", key, StringComparison.Ordinal));
        Assert.Equal(250, (await KeysAsync()).Count);
    }

    [Fact]
    public async Task A_range_that_another_deletes_at_the_same_time_is_no_error()
    {
        foreach (var numbers in Enumerable.Range(0, 250).Chunk(100))
        {
            var changes = Changes();
            foreach (var number in numbers)
                changes.Add(new Row($"{number:D3}"));
            await WriteAsync(changes);
        }

        watch.HoldsBefore = operation => operation is { Kind: "write", Changes.Count: > 1 }
            ? storage.Open().Table("Rows").WriteAsync(Changes().DeleteAny(operation.Changes.All[^1].Row.Key), Cancellation)
            : Task.CompletedTask;
        await table.DeleteAsync("p", KeyRange.All, Cancellation);

        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task An_emptied_table_can_be_used_at_once()
    {
        foreach (var partition in (string[])["p", "q", "r"])
            await table.WriteAsync(new RowChanges(partition).Add(new Row("k")), Cancellation);

        await table.EmptyAsync(Cancellation);

        Assert.Empty(await table.ReadPartitionsAsync(Cancellation).ToListAsync(Cancellation));
        await AddAsync("k");
    }

    private static RowChanges Changes() => new("p");

    private Task<WriteResult> WriteAsync(RowChanges changes) => table.WriteAsync(changes, Cancellation);

    private async Task<string> AddAsync(string key) => (await WriteAsync(Changes().Add(new Row(key)))).Revisions[0]!;

    private Task<Row?> FindAsync(string key) => table.FindAsync("p", key, Cancellation);

    private async Task<IReadOnlyList<string>> KeysAsync() =>
        await table.ReadAsync("p", KeyRange.All, [], cancellationToken: Cancellation).Select(row => row.Key).ToListAsync(Cancellation);

    /// <summary>The write fails as a whole: its first change, which alone would succeed, is not made.</summary>
    private async Task RefusedAsync(RowChanges changes, WriteFailure failure, int failed)
    {
        var result = await WriteAsync(changes);

        Assert.Equal((failure, failed), (result.Failure, result.Failed));
        Assert.Empty(result.Revisions);
        Assert.Null(await FindAsync("new"));
    }
}

public sealed class AzureTableWriteTests(AzuriteFixture azurite) : TableWriteTests(new AzuriteUnderTest(azurite));

public sealed class SqliteTableWriteTests() : TableWriteTests(new SqliteUnderTest());
