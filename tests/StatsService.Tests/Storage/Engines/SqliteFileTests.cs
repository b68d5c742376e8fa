using Microsoft.Data.Sqlite;
using StatsService.Storage;

namespace StatsService.Tests.Storage.Engines;

/// <summary>Which files the service works on, and what it says of others.</summary>
public sealed class SqliteFileTests : IAsyncLifetime
{
    private readonly SqliteUnderTest storage = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task What_was_written_is_there_when_the_file_is_opened_again()
    {
        var engine = storage.Open();
        var written = await engine.Table("Rows").WriteAsync(new RowChanges("p").Add(new Row("k") { ["Value"] = 7 }), Cancellation);
        await engine.Queue("work").SendAsync("bell", null, Cancellation);
        storage.Close();

        var again = storage.Open();
        var row = await again.Table("Rows").FindAsync("p", "k", Cancellation);
        Assert.Equal((7, written.Revisions[0]), (row!.GetInt32("Value"), row.Revision));
        Assert.Equal("bell", Assert.Single(await again.Queue("work").ReceiveAsync(1, TimeSpan.FromMinutes(1), Cancellation)).Text);
    }

    [Fact]
    public async Task Revisions_go_on_after_a_restart_even_when_no_row_is_left()
    {
        var first = await storage.Open().Table("Rows").WriteAsync(new RowChanges("p").Add(new Row("k")), Cancellation);
        await storage.Open().Table("Rows").EmptyAsync(Cancellation);
        storage.Close();

        var second = await storage.Open().Table("Rows").WriteAsync(new RowChanges("p").Add(new Row("k")), Cancellation);

        Assert.NotEqual(first.Revisions[0], second.Revisions[0]);
    }

    [Fact]
    public async Task An_empty_file_becomes_a_database()
    {
        await File.WriteAllBytesAsync(storage.File, [], Cancellation);

        Assert.True((await storage.Open().Table("Rows").WriteAsync(new RowChanges("p").Add(new Row("k")), Cancellation)).IsDone);
    }

    [Fact]
    public async Task Sixteen_services_that_start_at_once_make_one_database()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
            Assert.True((await storage.Open().Table("Rows").WriteAsync(new RowChanges("p").Add(new Row($"{number}")), Cancellation)).IsDone))));

        Assert.Equal(16, await storage.Open().Table("Rows").ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("These are somebody's notes. ", 1000));
        await File.WriteAllTextAsync(storage.File, text, Cancellation);

        Refused("is no SQLite database");

        Assert.Equal(text, await File.ReadAllTextAsync(storage.File, Cancellation));
    }

    [Fact]
    public async Task A_database_of_another_application_is_refused_and_left_as_it_is()
    {
        await ExecuteAsync("CREATE TABLE notes(text TEXT)");
        var before = await File.ReadAllBytesAsync(storage.File, Cancellation);

        Refused("a database of another application");

        Assert.Equal(before, await File.ReadAllBytesAsync(storage.File, Cancellation));
    }

    [Fact]
    public async Task A_database_of_another_layout_is_refused()
    {
        storage.Open();
        storage.Close();
        await ExecuteAsync("PRAGMA user_version = 2");

        Refused("another version of the service has written: its layout is 2, and this version reads 1");
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Directory.CreateDirectory(storage.File);

        Refused("can't be opened");
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_is_refused()
    {
        await File.WriteAllTextAsync(storage.File, "a file, no folder", Cancellation);

        RefusedAt(Path.Combine(storage.File, "folder", "stats.db"), "no database can be kept");
    }

    [Fact]
    public void A_folder_that_can_not_be_written_is_refused() => RefusedAt("/proc/stats.db", "can't be opened");

    [Fact]
    public void A_path_that_is_none_is_refused() => RefusedAt("stats\0.db", "no database can be kept");

    private void Refused(string why) => RefusedAt(storage.File, why);

    private void RefusedAt(string path, string why)
    {
        var refusal = Assert.Throws<StorageRefusedException>(() => storage.Open(path));
        Assert.StartsWith($"DATABASE_FILE is {path}, ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={storage.File};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
