using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Mosp;

/// <summary>A threat or vulnerability that stats report.</summary>
/// <param name="Reports">How many stats report it.</param>
/// <param name="IsShared">Whether on some day at least two clients reported it, or as many as public values rest on. What one alone reports may be named by free text of its risk analysis.</param>
/// <param name="Labels">The most frequent ones, by language; empty where there is none.</param>
public sealed record ReportedObject(Guid Uuid, long Reports, bool IsShared, IReadOnlyList<string> Labels);

/// <summary>All threats and vulnerabilities that stats ever reported, as the totals know them: the stats themselves are not looked at.</summary>
/// <remarks>What is kept in memory is the sum of each month, not its days; a month is read again only when its version has changed.</remarks>
public sealed class ReportedObjects
{
    private const int ParallelReads = 4;
    private const int Several = 2;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly TotalStore totals;
    private readonly TotalVersions versions;
    private readonly int enough;
    private readonly ConcurrentDictionary<(StatType Type, Month Month), (string Version, Tally Sum, IReadOnlySet<Guid> Shared)> months = [];
    private readonly Remembered<IReadOnlyDictionary<Guid, ReportedObject>> objects;

    public ReportedObjects(TotalStore totals, TotalVersions versions, IOptions<StatsServiceOptions> options, TimeProvider time)
    {
        enough = Math.Max(Several, options.Value.PublicMinContributors);
        this.totals = totals;
        this.versions = versions;
        objects = new Remembered<IReadOnlyDictionary<Guid, ReportedObject>>(Lifetime, time, ReadAsync);
    }

    /// <summary>As they were at most five minutes ago.</summary>
    public Task<IReadOnlyDictionary<Guid, ReportedObject>> GetAsync(CancellationToken cancellationToken) => objects.GetAsync(cancellationToken);

    private async Task<IReadOnlyDictionary<Guid, ReportedObject>> ReadAsync()
    {
        foreach (var type in StatTypes.OfObjects)
        {
            var known = await versions.ReadAsync(type, CancellationToken.None);
            foreach (var dropped in months.Keys.Where(month => month.Type == type && !known.ContainsKey(month.Month)))
                months.TryRemove(dropped, out _);
            await Parallel.ForEachAsync(
                known,
                new ParallelOptions { MaxDegreeOfParallelism = ParallelReads },
                async (month, token) =>
                {
                    if (months.TryGetValue((type, month.Key), out var read) && read.Version == month.Value)
                        return;
                    var days = await totals.ReadMonthAsync(type, month.Key, token);
                    var shared = days.SelectMany(day => day.Tally.Objects).Where(pair => pair.Value.Contributors >= enough).Select(pair => pair.Key).ToHashSet();
                    months[(type, month.Key)] = (month.Value, SumOf(days.Select(day => day.Tally)), shared);
                });
        }

        var everShared = months.Values.SelectMany(month => month.Shared).ToHashSet();
        return SumOf(months.Values.Select(month => month.Sum)).Objects
            .ToDictionary(pair => pair.Key, pair => new ReportedObject(pair.Key, pair.Value.Reports, everShared.Contains(pair.Key), ObjectLabels.Texts(pair.Value)));
    }

    private static Tally SumOf(IEnumerable<Tally> tallies)
    {
        var sum = new Tally();
        foreach (var tally in tallies)
            sum.Add(tally);
        return sum;
    }
}
