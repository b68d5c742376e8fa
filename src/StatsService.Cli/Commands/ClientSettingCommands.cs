using System.CommandLine;
using StatsService.Clients;
using StatsService.Totals;

namespace StatsService.Cli.Commands;

/// <summary><c>client …</c>: what is recorded of a client.</summary>
internal static class ClientSettingCommands
{
    public static Command Activate(StatsTool tool) => Change(
        tool, new Command("activate", "Lets a client in again."),
        (run, client) => run.Get<ClientRegistry>().ActivateAsync(client, run.Cancellation));

    public static Command Deactivate(StatsTool tool) => Change(
        tool, new Command("deactivate", "Shuts a client out, everywhere within ten seconds; its statistics stay."),
        (run, client) => run.Get<ClientRegistry>().DeactivateAsync(client, run.Cancellation));

    public static Command Exclude(StatsTool tool) => Change(
        tool, new Command("exclude", "Leaves a client out of all averages, within a minute; its statistics, its key and what it shares stay as they are."),
        (run, client) => run.Get<ClientExclusion>().ExcludeAsync(client, run.Cancellation));

    public static Command Include(StatsTool tool) => Change(
        tool, new Command("include", "Takes a client that was excluded into the averages again, as exactly as before."),
        (run, client) => run.Get<ClientExclusion>().IncludeAsync(client, run.Cancellation));

    public static Command Sharing(StatsTool tool)
    {
        Argument<string> state = new("on|off") { Description = "Whether it agreed." };
        state.CompletionSources.Add("on", "off");
        state.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("on" or "off") and var word }])
                result.AddError($"'{word}' is neither on nor off.");
        });
        return Change(
            tool, new Command("sharing", "Records whether a client agreed that its statistics are forwarded to the central instance."),
            (run, client) => run.Get<ClientRegistry>().SetSharingAsync(client, run.Parsed.GetRequiredValue(state) == "on", run.Cancellation),
            state);
    }

    public static Command Coordinates(StatsTool tool)
    {
        var (latitude, longitude) = (CommonOptions.Degrees("LATITUDE", 90), CommonOptions.Degrees("LONGITUDE", 180));
        return new Command("coordinates", "Where a client is shown on the map.")
        {
            Change(
                tool, new Command("set", "Shows a client on the map."),
                (run, client) => run.Get<ClientRegistry>().SetCoordinatesAsync(client, run.Parsed.GetRequiredValue(latitude), run.Parsed.GetRequiredValue(longitude), run.Cancellation),
                latitude, longitude),
            Change(
                tool, new Command("unset", "Takes a client off the map."),
                (run, client) => run.Get<ClientRegistry>().SetCoordinatesAsync(client, null, null, run.Cancellation)),
        };
    }

    private static Command Change(StatsTool tool, Command command, Func<ToolRun, Guid, Task<Client?>> change, params IEnumerable<Argument> arguments)
    {
        var name = CommonOptions.Client();
        command.Add(name);
        foreach (var argument in arguments)
            command.Add(argument);
        return tool.Changing(command, async run =>
        {
            var found = await run.FindClientAsync(run.Parsed.GetRequiredValue(name));
            var changed = await change(run, found.Uuid) ?? throw new RefusalException($"The client '{found.Name}' was deleted meanwhile.");
            var view = ClientView.Of(changed);
            run.Write(view, TextTable.Create(ClientView.Head, view.Row));
        });
    }
}
