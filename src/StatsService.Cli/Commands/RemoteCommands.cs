using System.CommandLine;
using Microsoft.Extensions.Options;
using StatsService.Clients;
using StatsService.Forwarding;
using StatsService.Queries;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Cli.Commands;

/// <summary><c>push</c> and <c>pull</c>: to and from another instance, over its API.</summary>
internal static class RemoteCommands
{
    private const string Input = "-";

    /// <summary>Before it there was no Stats Service.</summary>
    private static readonly DateOnly Beginning = new(2020, 1, 1);

    public static IEnumerable<Command> Create(StatsTool tool) => [Push(tool), Pull(tool)];

    private static Command Push(StatsTool tool)
    {
        var client = CommonOptions.Client();
        var days = CommonOptions.Days();
        return tool.Changing(
            new Command("push", "Sends a client's statistics to REMOTE_STATS_SERVER, whether or not they were sent before; the client must have agreed to share.") { client }.With(days),
            async run =>
            {
                var sender = await run.FindClientAsync(run.Parsed.GetRequiredValue(client));
                var (from, to) = (run.Parsed.GetValue(days.From) ?? DateOnly.MinValue, run.Parsed.GetValue(days.To) ?? DateOnly.MaxValue);
                var all = await run.Get<StatInventory>().CountAsync(sender.Uuid, new StatSelection(from, to), run.Cancellation);
                var pushed = await run.Get<StatPush>().PushAsync(
                    sender, from, to, run.Progress<PushedStats>(soFar => $"{soFar.Sent + soFar.Refused} of {all} statistics sent…"), run.Cancellation);
                run.Write(pushed, $"{pushed.Sent} statistics are at the remote instance; it refused {pushed.Refused}.");
                if (pushed.Refused > 0)
                    throw new RefusalException($"The remote instance refused {pushed.Refused} statistics for good; they are set aside here.");
            });
    }

    private static Command Pull(StatsTool tool)
    {
        var client = CommonOptions.Client();
        Option<string?> server = new("--server") { HelpName = "URL", Description = "The other instance's base URL; where left out, REMOTE_STATS_SERVER." };
        Option<string?> token = new("--token") { HelpName = "KEY", Description = "The client's key there, or - to read it from the input; where left out, REMOTE_STATS_TOKEN." };
        var types = CommonOptions.Types();
        var days = CommonOptions.Days();
        return tool.Changing(
            new Command("pull", "Fetches a client's statistics from another instance, or from the original, and stores those that are not here.") { client, server, token, types }.With(days),
            async run =>
            {
                var into = await run.FindClientAsync(run.Parsed.GetRequiredValue(client));
                var remote = Remote(run, into, run.Parsed.GetValue(server), run.Parsed.GetValue(token));
                var (fetched, stored) = (0, 0);
                foreach (var type in run.Types(types) ?? StatTypes.All)
                {
                    var request = new StatPullRequest(
                        remote, type, run.Parsed.GetValue(days.From) ?? Beginning, run.Parsed.GetValue(days.To) ?? DateOnly.FromDateTime(run.Get<TimeProvider>().GetUtcNow().UtcDateTime));
                    var pulled = await run.Get<StatPull>().PullAsync(
                        into, request, run.Progress<PulledStats>(soFar => $"{type.Name()}, {soFar.Reached.ToWire()} of {request.To.ToWire()}: {soFar.Stored} statistics stored…"), run.Cancellation);
                    fetched += pulled.Fetched;
                    stored += pulled.Stored;
                }

                run.Write(new { Fetched = fetched, Stored = stored }, $"{fetched} statistics fetched, {stored} of them were not here and are stored.");
            });
    }

    private static RemoteInstance Remote(ToolRun run, Client client, string? server, string? token)
    {
        var known = run.Get<IOptions<RemoteStatsOptions>>().Value.Of(client);
        var url = server ?? known.Server;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new RefusalException("Which instance? Give --server a URL that begins with http:// or https://, or set REMOTE_STATS_SERVER. Nothing was done.");

        // The key for one instance is nothing that another gets to see.
        var key = token switch
        {
            Input => run.Console.ReadLine()?.Trim() ?? "",
            null => server is null || server == known.Server ? known.Token : "",
            _ => token,
        };
        return key.Length > 0 ? new RemoteInstance(url, key) : throw new RefusalException("The client's key at the other instance is missing: give --token. Nothing was done.");
    }
}
