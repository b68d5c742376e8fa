using StatsService.Storage;

namespace StatsService.Mosp;

/// <summary>The names that MOSP gave. The table <c>Mosp</c> has a partition for each language, and a row for each object.</summary>
public sealed class ObjectNameStore(StorageEngine storage)
{
    private readonly Table table = storage.Table(TableNames.Mosp);

    /// <summary>All objects that MOSP was ever asked for in the language; one operation for each thousand.</summary>
    public async Task<IReadOnlyDictionary<Guid, ObjectName>> ReadAsync(Language language, CancellationToken cancellationToken) =>
        await table.ReadAsync(language.Code(), KeyRange.All, cancellationToken: cancellationToken)
            .Select(ToName)
            .ToDictionaryAsync(name => name.Uuid, cancellationToken: cancellationToken);

    public Task WriteAsync(Language language, ObjectName name, CancellationToken cancellationToken) =>
        table.WriteAsync(new RowChanges(language.Code()).Put(ToRow(name)), cancellationToken);

    private static Row ToRow(ObjectName name) => new(name.Uuid.ToString("D"))
    {
        [nameof(ObjectName.AskedAt)] = name.AskedAt,
        [nameof(MospName.Id)] = name.Published?.Id,
        [nameof(MospName.Name)] = name.Published?.Name,
    };

    private static ObjectName ToName(Row row) => new(
        Guid.Parse(row.Key),
        row.GetString(nameof(MospName.Name)) is { } name ? new MospName(row.GetInt64(nameof(MospName.Id))!.Value, name) : null,
        row.GetDateTimeOffset(nameof(ObjectName.AskedAt))!.Value);
}
