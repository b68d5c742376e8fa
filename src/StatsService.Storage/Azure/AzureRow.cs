using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace StatsService.Storage.Azure;

/// <summary>A row as an entity. Bytes of more than 64 KiB lie over several properties: <c>Data</c>, <c>Data_1</c>, <c>Data_2</c> and so on.</summary>
internal static class AzureRow
{
    // A column's name has no underscore, so that neither this nor a part's name is ever a column.
    private const string Written = "_written";
    private static readonly string[] Keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey), nameof(TableEntity.Timestamp)];

    /// <param name="write">What tells this write from all others.</param>
    public static TableTransactionAction ToAction(string partition, RowChange change, Guid write) => change.Action switch
    {
        RowAction.Add => new(TableTransactionActionType.Add, ToEntity(partition, change.Row, write)),
        RowAction.Put => new(TableTransactionActionType.UpsertReplace, ToEntity(partition, change.Row, write)),
        RowAction.Replace => new(TableTransactionActionType.UpdateReplace, ToEntity(partition, change.Row, write), new ETag(change.Revision!)),
        RowAction.Delete => new(TableTransactionActionType.Delete, new TableEntity(partition, change.Row.Key), new ETag(change.Revision!)),
        _ => new(TableTransactionActionType.Delete, new TableEntity(partition, change.Row.Key), ETag.All),
    };

    public static Row FromEntity(TableEntity entity)
    {
        var row = new Row(entity.RowKey) { Revision = Revision(entity.ETag), ChangedAt = entity.Timestamp ?? default };
        foreach (var (name, value) in entity)
        {
            if (Keys.Contains(name) || name.Contains('_', StringComparison.Ordinal) || name == "odata.etag")
                continue;
            row[name] = value is byte[] { Length: RowLimits.PropertyBytes } ? Join(entity, name) : value;
        }

        return row;
    }

    public static string Revision(ETag tag) => tag.ToString("H");

    public static bool IsWrittenBy(TableEntity entity, Guid write) => entity.GetGuid(Written) == write;

    /// <summary>The properties in which columns may lie.</summary>
    /// <param name="columns">Null: all.</param>
    public static IEnumerable<string>? Properties(IReadOnlyList<string>? columns) =>
        columns is null ? null : [.. Keys, .. columns, .. columns.SelectMany(column => Enumerable.Range(1, RowLimits.MaxParts - 1).Select(part => Part(column, part)))];

    private static TableEntity ToEntity(string partition, Row row, Guid write)
    {
        var entity = new TableEntity(partition, row.Key) { [Written] = write };
        foreach (var (name, value) in row.Columns)
        {
            if (value is ReadOnlyMemory<byte> bytes)
                Split(entity, name, bytes);
            else
                entity[name] = value;
        }

        return entity;
    }

    private static void Split(TableEntity entity, string name, ReadOnlyMemory<byte> bytes)
    {
        var part = 0;
        do
        {
            var length = Math.Min(RowLimits.PropertyBytes, bytes.Length);
            entity[Part(name, part++)] = bytes[..length].ToArray();
            bytes = bytes[length..];
        }
        while (bytes.Length > 0);
    }

    private static ReadOnlyMemory<byte> Join(TableEntity entity, string name)
    {
        using var all = new MemoryStream();
        for (var part = 0; entity.GetBinary(Part(name, part)) is { } bytes; part++)
            all.Write(bytes);
        return all.ToArray();
    }

    private static string Part(string name, int part) => part == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{part}");
}
