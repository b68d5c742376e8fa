using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using StatsService.Forwarding;
using StatsService.Queries;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Cli.Commands;

/// <summary><c>client show</c>: all that is recorded of one client.</summary>
internal static class ClientShow
{
    public static Command Create(StatsTool tool)
    {
        var name = CommonOptions.Client();
        return tool.Doing(new Command("show", "Shows all that is recorded of a client: its newest statistics, and how forwarding goes.") { name }, async run =>
        {
            var client = await run.FindClientAsync(run.Parsed.GetRequiredValue(name));
            var newest = await run.Get<StatInventory>().ListNewestAsync(client.Uuid, run.Cancellation);
            var forwarding = run.Get<IOptions<RemoteStatsOptions>>().Value.IsForwarding ? await run.Get<ForwardingStatus>().OfAsync(client, run.Cancellation) : null;
            var view = ClientView.Of(client);
            run.Write(
                new
                {
                    Client = view,
                    Newest = newest.Select(type => new { Type = type.Type.Name(), type.Newest, type.Anrs }),
                    Forwarding = forwarding is null ? null : new { forwarding.State.Sent, forwarding.State.LastSuccessAt, forwarding.WaitingSince, forwarding.Refused, forwarding.State.LastError },
                },
                [
                    .. ClientView.Head.Zip(view.Row, (head, cell) => $"{head + ":",-13}{PlainText.WithoutControls(cell)}"),
                    "",
                    .. newest.Count == 0
                        ? ["It has no statistics."]
                        : TextTable.Create(["TYPE", "NEWEST", "ANRS"], newest.Select(type => (string[])[type.Type.Name(), type.Newest.ToWire(), type.Anrs.ToString(CultureInfo.InvariantCulture)])),
                    .. forwarding is null ? (string[])[] : ["", Sentence(forwarding)],
                ]);
        });
    }

    private static string Sentence(ClientForwarding forwarding)
    {
        var (client, state, waitingSince, refused) = forwarding;
        var sent = string.Create(CultureInfo.InvariantCulture, $"Forwarded: {state.Sent} statistics{(state.LastSuccessAt is { } last ? $", the last at {last:u}" : "")}; the remote instance refused {refused}.");
        var waits = !client.IsSharingEnabled ? " The client does not share, so nothing is sent."
            : waitingSince is { } since ? string.Create(CultureInfo.InvariantCulture, $" What arrived since {since:u} waits.")
            : " Nothing waits.";
        return $"{sent}{waits}{(state.LastError is null ? "" : $" The last try failed: {state.LastError}")}";
    }
}
