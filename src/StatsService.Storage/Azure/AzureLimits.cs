namespace StatsService.Storage.Azure;

/// <summary>How much a transaction of Azure Table Storage takes: 100 entities and 4 MiB.</summary>
/// <remarks>The numbers are from https://learn.microsoft.com/en-us/rest/api/storageservices/performing-entity-group-transactions.</remarks>
internal static class AzureLimits
{
    private const int MaxTransactionBytes = 4 * 1024 * 1024;
    private const int BytesAroundTransaction = 1024;

    // Headers, address and boundary of a part, the properties that every entity has, and the mark of the write.
    private const int BytesAroundEntity = 900;

    // Quotes, comma, colon, and where it is no text the property's type: "Name@odata.type":"Edm.DateTime".
    private const int BytesAroundProperty = 40;
    private const int BytesOfNumber = 40;
    private const int BytesOfEscape = 6;

    public static bool Fit(RowChanges changes) =>
        changes.Count <= RowLimits.MaxRowsOfWrite
        && changes.All.All(change => RowLimits.Fits(change.Row))
        && BytesAroundTransaction + changes.All.Sum(change => RequestBytes(changes.Partition, change.Row)) <= MaxTransactionBytes;

    /// <summary>What a row takes in a request: a little more, never less. Bytes travel as Base64, and text as JSON of ASCII alone.</summary>
    private static long RequestBytes(string partition, Row row) =>
        BytesAroundEntity
        + (2L * (JsonBytes(partition) + JsonBytes(row.Key)))
        + row.Columns.Sum(column => ((long)(2 * column.Key.Length) + BytesAroundProperty + column.Value switch
        {
            ReadOnlyMemory<byte> bytes => bytes.Length / 3 * 4 + 4 + bytes.Length / RowLimits.PropertyBytes * (2 * column.Key.Length + BytesAroundProperty + 12),
            string text => JsonBytes(text),
            _ => BytesOfNumber,
        }));

    private static long JsonBytes(string text)
    {
        var bytes = 0L;
        foreach (var character in text)
            bytes += char.IsAsciiLetterOrDigit(character) || character is ' ' or '-' or '_' or '.' or ',' or ':' or '/' ? 1 : BytesOfEscape;
        return bytes;
    }
}
