using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using StatsService.Storage;
using StatsService.Storage.Sqlite;

namespace StatsService.Cli.Commands;

/// <summary><c>backup</c> and <c>restore</c>: copies of the database file.</summary>
internal static class BackupCommands
{
    private const string Names = "stats-service-*.db";

    public static IEnumerable<Command> Create(StatsTool tool) => [Backup(tool), Restore(tool)];

    private static Command Backup(StatsTool tool)
    {
        Argument<string> file = new("FILE") { Description = "The new file; or a folder, in which it gets a name with the time, such as stats-service-20260131T043000Z.db." };
        Option<int?> keep = new("--keep")
        {
            Description = "How many of the newest such files the folder keeps; older ones are deleted.",
            HelpName = "NUMBER",
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var number) && number > 0)
                    return number;
                result.AddError($"--keep: '{result.Tokens[0].Value}' is no whole number from 1 on.");
                return null;
            },
        };
        return tool.DoingOnFiles(new Command("backup", "Copies the database (DATABASE_FILE) as it is at this moment, while the service runs, and checks the copy.") { file, keep }, run =>
        {
            var path = run.Parsed.GetRequiredValue(file);
            var isFolder = Directory.Exists(path);
            if (run.Parsed.GetValue(keep) is not null && !isFolder)
                throw new RefusalException($"--keep needs a folder, and {path} is none. No backup was made.");
            var target = isFolder
                ? Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"stats-service-{run.Get<TimeProvider>().GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.db"))
                : path;
            Database(run).Save(target);
            // Their names are in the order of their times.
            foreach (var old in run.Parsed.GetValue(keep) is { } kept ? Directory.GetFiles(path, Names).Order(StringComparer.Ordinal).SkipLast(kept) : [])
                File.Delete(old);
            run.Write(new { Backup = target }, target);
            return Task.CompletedTask;
        });
    }

    private static Command Restore(StatsTool tool)
    {
        Argument<string> file = new("FILE") { Description = "What 'backup' wrote." };
        return tool.DoingOnFiles(new Command("restore", "Puts a backup in the place of the database. It is checked first; what was there is kept beside it. The service must be stopped.") { file }, run =>
        {
            var path = run.Parsed.GetRequiredValue(file);
            var aside = Database(run).Restore(path, run.Get<TimeProvider>().GetUtcNow());
            run.Write(
                new { Restored = path, Before = aside },
                [$"Restored {path}. Statistics that arrived after it was made are not in it.", .. aside is null ? (string[])[] : [$"What was there before is in {aside}: delete it when all is well."]]);
            return Task.CompletedTask;
        });
    }

    private static DatabaseBackup Database(ToolRun run) => run.Get<IOptions<StorageOptions>>().Value.DatabaseFile is { Length: > 0 } path
        ? new DatabaseBackup(path)
        : throw new RefusalException($"{StorageOptions.DatabaseSetting} is not set: only a database file is copied and put back like this. Of a storage account make an export.");
}
