using System.CommandLine;
using StatsService.Upkeep;

namespace StatsService.Cli.Commands;

/// <summary><c>storage …</c>: the account as a whole.</summary>
internal static class StorageCommands
{
    public static Command Create(StatsTool tool)
    {
        var yes = CommonOptions.Yes();
        return new Command("storage", "The service's tables and queues.")
        {
            tool.Changing(new Command("init", "Makes the tables and queues that are missing, which otherwise first use does."), async run =>
            {
                var account = run.Get<StorageContents>();
                await account.InitializeAsync(run.Cancellation);
                run.Write(new { Storage = account.Name }, $"All tables and queues are there, in {account.Name}.");
            }),
            tool.Changing(new Command("empty", "Deletes everything: clients, statistics, totals, messages.") { yes }, async run =>
            {
                var account = run.Get<StorageContents>();
                run.Confirm(run.Parsed.GetValue(yes), "delete all clients, statistics and totals for good");
                run.Note("Deleting…");
                await account.EmptyAsync(run.Cancellation);
                run.Write(new { Storage = account.Name }, $"{account.Name} is empty. A service that runs on it must be started again to have an admin client.");
            }),
        };
    }
}
