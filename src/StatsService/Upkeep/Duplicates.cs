using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using StatsService.Ingestion;
using StatsService.Stats;

namespace StatsService.Upkeep;

/// <summary>Which stats of one client, ANR, type and day count as sent more than once.</summary>
public enum DuplicateRule
{
    /// <summary>Those whose data is the same, byte by byte.</summary>
    SameData,

    /// <summary>All of the day.</summary>
    SameDay,
}

/// <summary>Finds stats that were sent more than once, a day at a time. Of each, the one that arrived last is kept.</summary>
public sealed class Duplicates(StatStore store, StatIngestion ingestion)
{
    /// <returns>How many there are.</returns>
    public Task<int> CountAsync(Guid client, DuplicateRule rule, CancellationToken cancellationToken) =>
        FindAsync(client, rule, cancellationToken).Select(day => day.Uuids.Count).SumAsync(cancellationToken).AsTask();

    /// <summary>May be interrupted and repeated.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<int> RemoveAsync(Guid client, DuplicateRule rule, CancellationToken cancellationToken)
    {
        var removed = 0;
        await foreach (var (date, uuids) in FindAsync(client, rule, cancellationToken))
        {
            await ingestion.RemoveAsync(client, new StatSelection(date, date) { Uuids = uuids }, cancellationToken);
            removed += uuids.Count;
        }

        return removed;
    }

    /// <summary>Days of a type that have duplicates, with their UUIDs.</summary>
    private async IAsyncEnumerable<(DateOnly Date, IReadOnlySet<Guid> Uuids)> FindAsync(
        Guid client, DuplicateRule rule, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var type in StatTypes.All)
        {
            var day = new Day(rule);
            await foreach (var sheet in store.ReadAsync(client, type, DateOnly.MinValue, DateOnly.MaxValue, cancellationToken))
            {
                if (sheet.Date != day.Date)
                {
                    if (day.Duplicates.Count > 0)
                        yield return (day.Date, day.Duplicates);
                    day = new Day(rule) { Date = sheet.Date };
                }

                day.Add(sheet);
            }

            if (day.Duplicates.Count > 0)
                yield return (day.Date, day.Duplicates);
        }
    }

    /// <summary>The stats of a day in the order of their arrival: of each, what is remembered is its hash.</summary>
    private sealed class Day(DuplicateRule rule)
    {
        private readonly Dictionary<(Guid Anr, string Data), Guid> newest = [];
        private readonly HashSet<Guid> duplicates = [];

        public DateOnly Date { get; init; }

        public IReadOnlySet<Guid> Duplicates => duplicates;

        public void Add(Sheet sheet)
        {
            foreach (var stat in sheet.ScanStats(_ => true))
            {
                var data = rule == DuplicateRule.SameData ? Convert.ToHexString(SHA256.HashData(stat.Data.Span)) : "";
                if (newest.TryGetValue((stat.Anr, data), out var older))
                    duplicates.Add(older);
                newest[(stat.Anr, data)] = stat.Uuid;
            }
        }
    }
}
