using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Tests.Storage.Stats;

/// <summary>An instance of the service as far as it takes stats in and away. It keeps an outbox, which makes its writes the largest.</summary>
internal sealed class StatInstance(StorageEngine storage, Meter meter)
{
    private readonly StatIngestion ingestion = new(
        new StatStore(storage),
        new StatWriter(storage, Options.Create(new OutboxOptions { IsKept = true })),
        new StatRemover(storage),
        new PendingDays(storage),
        new AggregationBell(storage, NullLogger<AggregationBell>.Instance),
        meter,
        TimeProvider.System);

    public StorageEngine Storage => storage;

    public StatStore Stats { get; } = new(storage);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>As a front office posts them.</summary>
    /// <returns>The UUIDs of what the answer has, as they are sent.</returns>
    public async Task<IReadOnlyList<string>> PostAsync(Guid client, params IEnumerable<PostedStat> stats)
    {
        var batch = StatBatchReader.Read(client, Encoding.UTF8.GetBytes(PostedStat.Batch(stats)));
        return [.. (await AddAsync(client, batch)).Select(stat => stat.Uuid.ToString())];
    }

    public Task<IReadOnlyList<Stat>> AddAsync(Guid client, StatBatch batch) => ingestion.AddAsync(client, batch, Cancellation);

    public Task RemoveAsync(Guid client, StatSelection selection) => ingestion.RemoveAsync(client, selection, Cancellation);

    public Task RemoveAsync(Guid client, string anr) => RemoveAsync(client, StatSelection.OfAnr(Guid.Parse(anr)));

    public async Task<IReadOnlyList<Stat>> ListAsync(Guid client)
    {
        var stats = new List<Stat>();
        foreach (var type in StatTypes.All)
            stats.AddRange(await Stats.ReadAsync(client, type, DateOnly.MinValue, DateOnly.MaxValue, Cancellation).SelectMany(sheet => sheet.ReadStats().ToAsyncEnumerable()).ToListAsync(Cancellation));
        return stats;
    }

    /// <inheritdoc cref="StoredRows.AgreeAsync"/>
    public async Task AgreeAsync(Guid client) => await (await StoredRows.ReadAsync(storage, client)).AgreeAsync();
}
