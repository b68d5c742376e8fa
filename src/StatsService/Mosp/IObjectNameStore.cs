using StatsService.Storage;

namespace StatsService.Mosp;

/// <summary>What MOSP said of an object in a language.</summary>
/// <param name="Published">Null: MOSP does not publish it in this language.</param>
/// <param name="AskedAt">When MOSP was asked last, whether it answered or not.</param>
public sealed record ObjectName(Guid Uuid, MospName? Published, DateTimeOffset AskedAt);

/// <param name="Id">MOSP's own number of the object.</param>
public sealed record MospName(long Id, string Name);

/// <summary>The names that MOSP gave, by language.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> when the storage doesn't answer.</remarks>
public interface IObjectNameStore
{
    /// <summary>All objects that MOSP was ever asked for in the language: one operation a thousand.</summary>
    Task<IReadOnlyDictionary<Guid, ObjectName>> ReadAsync(Language language, CancellationToken cancellationToken);

    Task WriteAsync(Language language, ObjectName name, CancellationToken cancellationToken);
}
