using System.CommandLine;
using System.Globalization;
using StatsService.Clients;
using StatsService.Ingestion;
using StatsService.Queries;
using StatsService.Stats;
using StatsService.Upkeep;
using StatsService.Wire;

namespace StatsService.Cli.Commands;

/// <summary>What statistics there are, and taking them away.</summary>
internal static class InventoryCommands
{
    public static IEnumerable<Command> Create(StatsTool tool) => [ListLast(tool), Delete(tool), Purge(tool), RemoveDuplicates(tool)];

    private static Command ListLast(StatsTool tool) => tool.Doing(new Command("list-last", "Shows each client's newest day and number of ANRs, by type: who stopped sending?"), async run =>
    {
        var found = new List<(string Client, Guid Uuid, TypeInventory Newest)>();
        await foreach (var client in run.Get<ClientStore>().ListAsync(run.Cancellation))
        {
            foreach (var newest in await run.Get<StatInventory>().ListNewestAsync(client.Uuid, run.Cancellation))
                found.Add((client.Name, client.Uuid, newest));
        }

        found.Sort((left, right) => string.CompareOrdinal(left.Client, right.Client) is var order and not 0 ? order : left.Newest.Type.CompareTo(right.Newest.Type));
        run.Write(
            found.Select(row => new { row.Client, row.Uuid, Type = row.Newest.Type.Name(), row.Newest.Newest, row.Newest.Anrs }),
            TextTable.Create(
                ["CLIENT", "TYPE", "NEWEST", "ANRS"],
                found.Select(row => (string[])[row.Client, row.Newest.Type.Name(), row.Newest.Newest.ToWire(), row.Newest.Anrs.ToString(CultureInfo.InvariantCulture)])));
    });

    private static Command Delete(StatsTool tool)
    {
        var (client, yes, anrs, types) = (CommonOptions.Client(), CommonOptions.Yes(), CommonOptions.Anrs(), CommonOptions.Types());
        var days = CommonOptions.Days();
        var command = new Command("delete", "Deletes some of a client's statistics, from the averages too.") { client, anrs, types, yes }.With(days);
        command.Validators.Add(result =>
        {
            if (((Option[])[anrs, days.From, days.To, types]).All(option => result.GetResult(option) is null))
                result.AddError("Say which: --anr, --from, --to or --type. To delete all of a client's statistics: purge.");
        });
        return tool.Changing(command, run =>
        {
            var selection = new StatSelection(run.Parsed.GetValue(days.From) ?? DateOnly.MinValue, run.Parsed.GetValue(days.To) ?? DateOnly.MaxValue)
            {
                Anrs = run.Parsed.GetValue(anrs) is { Length: > 0 } chosen ? chosen.ToHashSet() : null,
                Types = run.Types(types)?.ToHashSet(),
            };
            return RemoveAsync(run, run.Parsed.GetRequiredValue(client), selection, run.Parsed.GetValue(yes));
        });
    }

    private static Command Purge(StatsTool tool)
    {
        var (client, yes) = (CommonOptions.Client(), CommonOptions.Yes());
        return tool.Changing(
            new Command("purge", "Deletes all of a client's statistics, from the averages too; the client and its key stay.") { client, yes },
            run => RemoveAsync(run, run.Parsed.GetRequiredValue(client), StatSelection.Everything, run.Parsed.GetValue(yes)));
    }

    private static Command RemoveDuplicates(StatsTool tool)
    {
        var (client, yes) = (CommonOptions.Client(), CommonOptions.Yes());
        Option<bool> sameDay = new("--same-day") { Description = "All of an ANR, type and day but the last, even if their data differ." };
        var command = new Command("remove-duplicates", "Deletes a client's statistics that were sent more than once: of those of one ANR, type and day whose data are the same, the last stays.") { client, sameDay, yes };
        return tool.Changing(command, async run =>
        {
            var owner = await run.FindClientAsync(run.Parsed.GetRequiredValue(client));
            var rule = run.Parsed.GetValue(sameDay) ? DuplicateRule.SameDay : DuplicateRule.SameData;
            var duplicates = run.Get<Duplicates>();
            var found = await duplicates.CountAsync(owner.Uuid, rule, run.Cancellation);
            if (found > 0)
            {
                run.Confirm(run.Parsed.GetValue(yes), $"delete {found} duplicate statistics of the client '{owner.Name}' for good");
                found = await duplicates.RemoveAsync(owner.Uuid, rule, run.Cancellation);
            }

            run.Write(new { Client = owner.Name, owner.Uuid, Stats = found }, $"{found} duplicate statistics of '{owner.Name}' are deleted.");
        });
    }

    private static async Task RemoveAsync(ToolRun run, string name, StatSelection selection, bool isConfirmed)
    {
        var client = await run.FindClientAsync(name);
        var stats = await run.Get<StatInventory>().CountAsync(client.Uuid, selection, run.Cancellation);
        if (stats > 0)
        {
            run.Confirm(isConfirmed, $"delete {stats} statistics of the client '{client.Name}' for good");
            await run.Get<StatIngestion>().RemoveAsync(client.Uuid, selection, run.Cancellation);
        }

        run.Write(
            new { Client = client.Name, client.Uuid, Stats = stats },
            stats == 0 ? $"The client '{client.Name}' has no such statistics." : $"{stats} statistics of '{client.Name}' are deleted. The averages follow when the service has aggregated their days.");
    }
}
