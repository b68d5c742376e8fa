using System.CommandLine;
using StatsService.Clients;
using StatsService.Queries;
using StatsService.Stats;
using StatsService.Upkeep;

namespace StatsService.Cli.Commands;

/// <summary><c>client …</c>: who may send and read statistics.</summary>
internal static class ClientCommands
{
    public static Command Create(StatsTool tool) => new("client", "Clients: the front offices that send and read statistics, and administrators.")
    {
        Make(tool), List(tool), ClientShow.Create(tool), Delete(tool), RotateToken(tool),
        ClientSettingCommands.Activate(tool), ClientSettingCommands.Deactivate(tool), ClientSettingCommands.Exclude(tool), ClientSettingCommands.Include(tool),
        InfluenceCommand.Create(tool), ClientSettingCommands.Sharing(tool), ClientSettingCommands.Coordinates(tool),
    };

    private static Command Make(StatsTool tool)
    {
        var (name, token) = (CommonOptions.NewName(), CommonOptions.Token());
        Option<bool> admin = new("--admin") { Description = "It may see and delete everybody's statistics, and register clients." };
        Option<bool> sharing = new("--sharing") { Description = "It agreed that its statistics are forwarded to the central instance." };
        return tool.Changing(new Command("create", "Registers a client.") { name, admin, sharing, token }, async run =>
        {
            var given = run.ReadNewToken(token);
            var registration = await run.Get<ClientRegistry>().RegisterAsync(
                run.Parsed.GetRequiredValue(name), run.Parsed.GetValue(sharing), given, run.Cancellation, run.Parsed.GetValue(admin) ? ClientRole.Admin : ClientRole.User)
                ?? throw new RefusalException("A client has this name or key already; nothing was done.");
            WriteRegistration(run, registration, given is null, "made");
        });
    }

    private static Command List(StatsTool tool) => tool.Doing(new Command("list", "Lists the clients."), async run =>
    {
        var clients = await run.Get<ClientStore>().ListAsync(run.Cancellation).Select(ClientView.Of).ToListAsync(run.Cancellation);
        clients.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        run.Write(clients, TextTable.Create(ClientView.Head, clients.Select(client => client.Row)));
    });

    private static Command Delete(StatsTool tool)
    {
        var (name, yes) = (CommonOptions.Client(), CommonOptions.Yes());
        return tool.Changing(new Command("delete", "Deletes a client with all its statistics, from the averages too. It takes some seconds, until all instances know.") { name, yes }, async run =>
        {
            var client = await run.FindClientAsync(run.Parsed.GetRequiredValue(name));
            var stats = await run.Get<StatInventory>().CountAsync(client.Uuid, StatSelection.Everything, run.Cancellation);
            run.Confirm(run.Parsed.GetValue(yes), $"delete the client '{client.Name}' and its {stats} statistics for good");
            run.Note("Deleting…");
            await run.Get<ClientRemoval>().RemoveAsync(client.Uuid, run.Cancellation);
            run.Write(new { Client = ClientView.Of(client), Stats = stats }, $"The client '{client.Name}' and its {stats} statistics are deleted.");
        });
    }

    private static Command RotateToken(StatsTool tool)
    {
        var (name, token, yes) = (CommonOptions.Client(), CommonOptions.Token(), CommonOptions.Yes());
        return tool.Changing(new Command("rotate-token", "Gives a client a new key; its old one stops working, everywhere within ten seconds.") { name, token, yes }, async run =>
        {
            var client = await run.FindClientAsync(run.Parsed.GetRequiredValue(name));
            run.Confirm(run.Parsed.GetValue(yes), $"give '{client.Name}' another key and refuse its old one");
            var given = run.ReadNewToken(token);
            var registration = await run.Get<ClientRegistry>().RotateTokenAsync(client.Uuid, given, run.Cancellation)
                ?? throw new RefusalException("Another client has this key, or the client is gone; nothing was done.");
            WriteRegistration(run, registration, given is null, "given another key");
        });
    }

    /// <summary>The one time that a key is shown, and only if the operator does not know it.</summary>
    private static void WriteRegistration(ToolRun run, Registration registration, bool isMade, string what)
    {
        var client = ClientView.Of(registration.Client);
        if (isMade)
            run.Write(new { Client = client, registration.Token }, $"The client '{client.Name}' ({client.Uuid}) is {what}. Its key, shown this once:", registration.Token);
        else
            run.Write(new { Client = client }, $"The client '{client.Name}' ({client.Uuid}) is {what}.");
    }
}
