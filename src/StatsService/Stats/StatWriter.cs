using Microsoft.Extensions.Options;
using StatsService.Storage;

namespace StatsService.Stats;

/// <param name="Stats">The stats of this request that are stored now, in its order: those that came with a UUID which the client had used before are missing.</param>
/// <param name="Written">How many of them this call wrote: an earlier try of the same request wrote the others.</param>
public sealed record StoredBatch(IReadOnlyList<Stat> Stats, int Written);

/// <summary>Stores batches: what fits goes in one write, the rest in further ones, each with whole stats and all that belongs to them.</summary>
public sealed class StatWriter(StorageEngine storage, IOptions<OutboxOptions> outbox)
{
    private readonly Table table = storage.Table(TableNames.Stats);

    /// <summary>A batch that is about to be written.</summary>
    /// <param name="id">The batch in the keys of the sheets: a UUID of version 7 that is used for this call alone.</param>
    internal BatchWrite Begin(Guid client, Guid id, StatBatch batch) => new(table, client, id, batch, outbox.Value.IsKept);
}
