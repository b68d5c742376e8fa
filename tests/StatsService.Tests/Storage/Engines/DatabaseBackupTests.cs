using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using StatsService.Cli;
using StatsService.Cli.Commands;
using StatsService.Storage;
using StatsService.Storage.Sqlite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>The drill of docs/server.md: copies of the database file, and the way back.</summary>
public sealed class DatabaseBackupTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 4, 30, 0, TimeSpan.Zero);

    private readonly SqliteUnderTest storage = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stats-backup-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(folder.FullName, "backup.db");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_made_while_the_service_writes_is_whole_and_one_file()
    {
        var table = storage.Open().Table("Rows");
        await WriteAsync(table, 0);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var writing = Task.Run(async () =>
        {
            for (var number = 1; !ending.IsCancellationRequested; number++)
                await WriteAsync(table, number);
        }, Cancellation);

        new DatabaseBackup(storage.File).Save(Backup);
        await ending.CancelAsync();
        await writing;

        Assert.Equal([Backup], Directory.GetFiles(folder.FullName));
        Assert.True(Rows(Backup) > 0);
    }

    [Fact]
    public async Task A_restore_brings_the_rows_back_and_keeps_what_it_replaced()
    {
        await WriteAsync(storage.Open().Table("Rows"), 1);
        new DatabaseBackup(storage.File).Save(Backup);
        await WriteAsync(storage.Open().Table("Rows"), 2);
        storage.Close();

        var before = new DatabaseBackup(storage.File).Restore(Backup, Now);

        Assert.Equal($"{storage.File}.before-restore-20260131T043000Z", before);
        Assert.Equal(2, Rows(before!));
        Assert.Equal(1, await storage.Open().Table("Rows").ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).CountAsync(Cancellation));
        await WriteAsync(storage.Open().Table("Rows"), 3);
    }

    [Fact]
    public async Task A_restore_is_refused_while_the_service_runs()
    {
        var table = storage.Open().Table("Rows");
        await WriteAsync(table, 1);
        new DatabaseBackup(storage.File).Save(Backup);
        await WriteAsync(table, 2);

        var refusal = Assert.Throws<StorageRefusedException>(() => new DatabaseBackup(storage.File).Restore(Backup, Now));

        Assert.Contains("stop it first", refusal.Message, StringComparison.Ordinal);
        await WriteAsync(table, 3);
        Assert.Equal(3, await table.ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).CountAsync(Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_damaged_backup_changes_nothing(bool isSqlite)
    {
        await WriteAsync(storage.Open().Table("Rows"), 1);
        new DatabaseBackup(storage.File).Save(Backup);
        storage.Close();
        Damage(Backup, from: isSqlite ? 4096 : 0);

        var refusal = Assert.Throws<StorageRefusedException>(() => new DatabaseBackup(storage.File).Restore(Backup, Now));

        Assert.Contains("Nothing was changed", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(storage.File)!), file => file.Contains("restor", StringComparison.Ordinal));
        Assert.Equal(1, await storage.Open().Table("Rows").ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task Damaged_data_is_not_taken_for_a_backup_and_a_restore_replaces_it()
    {
        await WriteAsync(storage.Open().Table("Rows"), 1);
        new DatabaseBackup(storage.File).Save(Backup);
        storage.Close();
        Damage(storage.File, from: 0);

        Assert.Throws<StorageRefusedException>(() => new DatabaseBackup(storage.File).Save(Path.Combine(folder.FullName, "second.db")));
        Assert.Equal([Backup], Directory.GetFiles(folder.FullName));

        Assert.NotNull(new DatabaseBackup(storage.File).Restore(Backup, Now));
        Assert.Equal(1, await storage.Open().Table("Rows").ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_folder_keeps_the_newest_backups_and_nothing_else_is_touched()
    {
        await WriteAsync(storage.Open().Table("Rows"), 1);
        string[] names = ["stats-service-20200101T000000Z.db", "stats-service-20200102T000000Z.db", "notes.txt"];
        foreach (var name in names)
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), "", Cancellation);

        var (code, said) = await ToolAsync("backup", "--keep", "2", folder.FullName);

        Assert.True(code == 0, said);
        var made = Path.GetFileName(said.Trim());
        Assert.Equal(["notes.txt", "stats-service-20200102T000000Z.db", made], Directory.GetFiles(folder.FullName).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    private async Task<(int Code, string Said)> ToolAsync(params string[] args)
    {
        var settings = Path.Combine(folder.FullName, "..", $"{folder.Name}.env");
        await File.WriteAllTextAsync(settings, $"# A comment.\n\nDATABASE_FILE=\"{storage.File}\"\n", Cancellation);
        using var written = new MemoryStream();
        using var error = new StringWriter();
        using var console = new ToolConsole(Stream.Null, written, error, isInteractive: false);
        var code = await new StatsTool(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["SETTINGS_FILE"] = settings }).Build(), console).RunAsync(args);
        File.Delete(settings);
        return (code, System.Text.Encoding.UTF8.GetString(written.ToArray()) + error);
    }

    private static Task WriteAsync(Table table, int number) =>
        table.WriteAsync(new RowChanges("p").Add(new Row(number.ToString("D6", CultureInfo.InvariantCulture)) { ["Value"] = number }), Cancellation);

    private static void Damage(string file, int from)
    {
        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan(from).Fill(0x7F);
        File.WriteAllBytes(file, bytes);
    }

    private static long Rows(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM rows";
        return (long)count.ExecuteScalar()!;
    }
}
