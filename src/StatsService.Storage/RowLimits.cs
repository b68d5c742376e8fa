namespace StatsService.Storage;

/// <summary>What a row takes on every engine, so that what was written to one of them could have been written to the other.</summary>
/// <remarks>They are those of Azure Table Storage: https://learn.microsoft.com/en-us/rest/api/storageservices/understanding-the-table-service-data-model.</remarks>
internal static class RowLimits
{
    /// <summary>Of one property of an entity.</summary>
    public const int PropertyBytes = 64 * 1024;

    /// <summary>How many properties one column's bytes may take, so that an entity of 1 MiB has room for names, keys and small columns.</summary>
    public const int MaxParts = 15;

    public const int MaxRowBytes = PropertyBytes * MaxParts;

    public const int MaxRowsOfWrite = 100;

    public static bool Fits(Row row) =>
        row.Size <= MaxRowBytes && row.Columns.Values.All(value => value is not string text || text.Length * sizeof(char) <= PropertyBytes);
}
