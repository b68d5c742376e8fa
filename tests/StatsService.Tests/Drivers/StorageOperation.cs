namespace StatsService.Tests.Drivers;

/// <summary>One request to the storage, repetitions counted apart.</summary>
/// <param name="Path">Of the address, without the account's name.</param>
/// <param name="Body">As it was sent; a transaction's holds all its parts.</param>
public sealed record StorageOperation(string Method, string Path, string Query, string Body)
{
    public bool IsTransaction => Path == "$batch";

    public bool IsQueueSend => Method == "POST" && Path.EndsWith("/messages", StringComparison.Ordinal);

    /// <summary>Of one entity by its keys.</summary>
    public bool IsPointRead => Method == "GET" && Path.Contains("RowKey=", StringComparison.Ordinal);

    public bool IsQuery => Method == "GET" && Path.EndsWith("()", StringComparison.Ordinal);

    public bool IsWriteTo(string table) => Method is "PUT" or "PATCH" or "MERGE" or "POST" && Path.Contains(table, StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}{Query}";
}
