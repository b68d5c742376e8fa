using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>What a client's sheets of a day add up to.</summary>
/// <param name="StatsByBatch">How many stats each batch has in these sheets.</param>
public sealed record SheetTally(Tally Tally, IReadOnlyDictionary<Guid, int> StatsByBatch);

/// <summary>Adds up sheets, within the bounds of what one client may add to a day.</summary>
public sealed partial class SheetTallies(StatStore stats, LabelCache labels, Meter meter, ILogger<SheetTallies> logger)
{
    private readonly Counter<long> malformedElements = meter.CreateCounter<long>(
        "stats_malformed_elements", description: "Elements of stats that are left out of the averages because they can't be read; each time that their day is aggregated.");

    private readonly Counter<long> implausibleElements = meter.CreateCounter<long>(
        "stats_implausible_elements", description: "Elements of stats that are left out of the averages because MONARC's scales don't hold their values; each time that their day is aggregated.");

    public async Task<SheetTally> ReadAsync(Guid client, StatType type, DateOnly date, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        var batches = new Dictionary<Guid, int>();
        var malformed = 0;
        var isLimited = false;
        await foreach (var sheet in stats.ReadAsync(client, type, date, date, cancellationToken))
        {
            batches[sheet.Batch] = batches.GetValueOrDefault(sheet.Batch) + sheet.Entries.Count;
            foreach (var stat in sheet.ScanStats(_ => true))
            {
                malformed += tally.Add(type, stat.Data.Span, labels);
                isLimited |= tally.LimitWhileAdding();
            }
        }

        if (malformed > 0)
        {
            malformedElements.Add(malformed, KeyValuePair.Create<string, object?>("type", type.Name()));
            Log.Malformed(logger, malformed, type, date, client);
        }

        if (tally.Implausible > 0)
        {
            implausibleElements.Add(tally.Implausible, KeyValuePair.Create<string, object?>("type", type.Name()));
            Log.Implausible(logger, tally.Implausible, type, date, client);
        }

        if (tally.Limit() || isLimited)
            Log.Limited(logger, type, date, client);
        return new SheetTally(tally, batches);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Count} malformed elements in the {Type} stats of {Date} of client {Client} are not in the averages; the stats are stored as they were sent.")]
        public static partial void Malformed(ILogger logger, int count, StatType type, DateOnly date, Guid client);

        [LoggerMessage(LogLevel.Warning, "{Count} elements in the {Type} stats of {Date} of client {Client} have values that MONARC's scales do not hold (counts from 0 to below 1,000,000; risks from -1 to below 1,000,000; rates from 0 to 100). They are not in the averages; the stats are stored as they were sent.")]
        public static partial void Implausible(ILogger logger, long count, StatType type, DateOnly date, Guid client);

        [LoggerMessage(LogLevel.Warning, "The {Type} stats of {Date} of client {Client} report more than the 5,000 objects or 512 KiB of names that count for one client and day: those with the greatest UUIDs are not in the averages. The stats are stored as they were sent.")]
        public static partial void Limited(ILogger logger, StatType type, DateOnly date, Guid client);
    }
}
