using StatsService.Storage;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>A line that breaks is mended where it can be, and a write is never told as refused that was done, on every engine.</summary>
public abstract class LostAnswerTests(StorageUnderTest storage) : IAsyncLifetime
{
    private readonly StorageWatch watch = new();
    private Table table = null!;
    private Queue queue = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var engine = storage.Open(watch);
        table = engine.Table("Rows");
        queue = engine.Queue("messages");
        await table.CreateAsync(Cancellation);
        await queue.CreateAsync(Cancellation);
        watch.Clear();
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task An_operation_that_never_arrived_is_sent_again()
    {
        watch.BreaksBefore = _ => watch.Seen.Count == 1;

        Assert.True((await WriteAsync(Changes().Add(new Row("k")))).IsDone);

        Assert.Equal(["write", "write"], watch.Seen.Select(operation => operation.Kind));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_told_as_done_with_its_revisions()
    {
        await WriteAsync(Changes().Put(new Row("old")).Put(new Row("replaced")));
        var old = await FindAsync("old");
        var replaced = await FindAsync("replaced");
        LoseOneAnswer("write");

        var result = await WriteAsync(Changes().Add(new Row("new")).Delete("old", old!.Revision!).Replace(new Row("replaced"), replaced!.Revision!));

        Assert.True(result.IsDone);
        Assert.Equal([(await FindAsync("new"))!.Revision, null, (await FindAsync("replaced"))!.Revision], result.Revisions);
    }

    [Fact]
    public async Task A_deletion_whose_answer_was_lost_is_told_as_done()
    {
        await WriteAsync(Changes().Put(new Row("k")));
        LoseOneAnswer("write");

        var result = await WriteAsync(Changes().DeleteAny("k"));

        Assert.True(result.IsDone);
        Assert.Equal([null], result.Revisions);
    }

    [Fact]
    public async Task A_revision_that_was_not_seen_does_not_overwrite_what_another_wrote_since()
    {
        var isLost = false;
        watch.BreaksAfter = operation => operation.Kind == "write" && !isLost && (isLost = true);
        watch.HoldsBefore = operation => operation.Kind == "write" && isLost
            ? storage.Open().Table("Rows").WriteAsync(Changes().Put(new Row("shared") { ["By"] = "another" }), Cancellation)
            : Task.CompletedTask;

        var result = await WriteAsync(Changes().Add(new Row("own")).Add(new Row("shared") { ["By"] = "me" }));
        watch.HoldsBefore = _ => Task.CompletedTask;
        Assert.True(result.IsDone);
        var next = await WriteAsync(Changes().Replace(new Row("shared") { ["By"] = "me again" }, result.Revisions[1]!));

        Assert.Equal(WriteFailure.Changed, next.Failure);
        Assert.Equal("another", (await FindAsync("shared"))!.GetString("By"));
    }

    [Fact]
    public async Task A_conflict_behind_a_broken_line_is_still_a_conflict()
    {
        await WriteAsync(Changes().Add(new Row("k") { ["By"] = "another" }));
        watch.Clear();
        watch.BreaksBefore = operation => operation.Kind == "write" && watch.Seen.Count == 1;

        var result = await WriteAsync(Changes().Add(new Row("k") { ["By"] = "me" }));

        Assert.Equal((WriteFailure.Exists, 0), (result.Failure, result.Failed));
        Assert.Equal("another", (await FindAsync("k"))!.GetString("By"));
    }

    [Fact]
    public async Task A_line_that_stays_broken_is_tried_three_times_and_told_as_unavailable()
    {
        watch.BreaksBefore = _ => true;

        foreach (var operation in Operations())
        {
            watch.Clear();
            await Assert.ThrowsAsync<StorageUnavailableException>(operation);
            Assert.Equal(3, watch.Seen.Count);
        }

        watch.BreaksBefore = _ => false;
        foreach (var operation in Operations())
            await operation();
    }

    [Fact]
    public async Task A_write_that_is_told_as_unavailable_may_have_been_done()
    {
        watch.BreaksAfter = operation => operation.Kind == "write";

        await Assert.ThrowsAsync<StorageUnavailableException>(() => WriteAsync(Changes().Add(new Row("k"))));

        Assert.NotNull(await FindAsync("k"));
    }

    [Fact]
    public async Task A_page_whose_answer_was_lost_is_read_again_and_no_row_is_missed_or_doubled()
    {
        foreach (var numbers in Enumerable.Range(0, 1500).Chunk(100))
        {
            var changes = Changes();
            foreach (var number in numbers)
                changes.Add(new Row($"{number:D4}"));
            await WriteAsync(changes);
        }

        var reads = 0;
        watch.BreaksAfter = operation => operation.Kind == "read" && ++reads % 2 == 1;

        Assert.Equal(
            Enumerable.Range(0, 1500).Select(number => $"{number:D4}"),
            await table.ReadAsync("p", KeyRange.All, [], cancellationToken: Cancellation).Select(row => row.Key).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_failure_that_is_not_the_storages_reaches_the_caller_as_it_is()
    {
        watch.HoldsBefore = _ => throw new InvalidOperationException("The test's own.");

        await Assert.ThrowsAsync<InvalidOperationException>(() => FindAsync("k"));
        Assert.Single(watch.Seen);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_while_the_line_is_broken_is_not_kept()
    {
        using var hangingUp = new CancellationTokenSource();
        watch.BreaksBefore = _ =>
        {
            hangingUp.Cancel();
            return true;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.FindAsync("p", "k", hangingUp.Token));
        Assert.Single(watch.Seen);
    }

    private static RowChanges Changes() => new("p");

    private IEnumerable<Func<Task>> Operations() =>
    [
        () => FindAsync("k"),
        () => table.ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).ToListAsync(Cancellation).AsTask(),
        () => table.ReadPartitionsAsync(Cancellation).ToListAsync(Cancellation).AsTask(),
        () => WriteAsync(Changes().Put(new Row("k"))),
        () => queue.SendAsync("text", null, Cancellation),
        () => queue.ReceiveAsync(1, TimeSpan.FromMinutes(1), Cancellation),
        () => queue.DeleteAsync(new QueueMessage(Guid.NewGuid().ToString(), "receipt", "text", 1), Cancellation),
        () => queue.CountAsync(Cancellation),
        () => queue.CountSetAsideAsync(Cancellation),
        () => queue.ClearAsync(Cancellation),
    ];

    private void LoseOneAnswer(string kind)
    {
        var isLost = false;
        watch.BreaksAfter = operation => operation.Kind == kind && !isLost && (isLost = true);
    }

    private Task<WriteResult> WriteAsync(RowChanges changes) => table.WriteAsync(changes, Cancellation);

    private Task<Row?> FindAsync(string key) => table.FindAsync("p", key, Cancellation);
}

public sealed class AzureLostAnswerTests(AzuriteFixture azurite) : LostAnswerTests(new AzuriteUnderTest(azurite));

public sealed class SqliteLostAnswerTests() : LostAnswerTests(new SqliteUnderTest());
