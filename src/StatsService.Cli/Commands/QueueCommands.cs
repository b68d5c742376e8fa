using System.CommandLine;
using System.Globalization;
using StatsService.Totals;

namespace StatsService.Cli.Commands;

/// <summary><c>queue …</c>: the aggregation's messages that failed too often.</summary>
internal static class QueueCommands
{
    public static Command Create(StatsTool tool) => new("queue", "Aggregation messages that failed too often and are kept aside.")
    {
        tool.Doing(new Command("status", "Shows how many there are, and how far aggregation is behind."), StatusAsync),
        tool.Doing(new Command("retry", "Sends them back to the service."), RetryAsync),
        tool.Doing(new Command("discard", "Deletes those that fail however often they are sent back; days that wait for their aggregation stay marked."), DiscardAsync),
    };

    private static async Task StatusAsync(ToolRun run)
    {
        var poison = await run.Get<IAggregationQueue>().CountPoisonAsync(run.Cancellation);
        var state = await run.Get<IAggregationStateStore>().ReadAsync(run.Cancellation);
        run.Write(
            new { PoisonMessages = poison, state?.OldestMark, state?.ObservedAt },
            $"{poison} messages are kept aside.",
            state switch
            {
                null => "The service has not looked for waiting days yet.",
                { OldestMark: null } => $"No day waited for its aggregation at {Spell(state.ObservedAt)}.",
                { OldestMark: { } oldest } => $"At {Spell(state.ObservedAt)} a day had waited for its aggregation since {Spell(oldest)}.",
            });
    }

    private static async Task RetryAsync(ToolRun run)
    {
        var retried = await run.Get<IAggregationQueue>().RetryPoisonAsync(run.Cancellation);
        run.Write(new { Retried = retried }, $"{retried} messages are sent back.");
    }

    private static async Task DiscardAsync(ToolRun run)
    {
        await run.Get<IAggregationQueue>().DiscardPoisonAsync(run.Cancellation);
        run.Write(new { Discarded = true }, "The messages that were kept aside are deleted.");
    }

    private static string Spell(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
