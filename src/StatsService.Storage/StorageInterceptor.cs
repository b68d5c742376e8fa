namespace StatsService.Storage;

/// <summary>One operation that is asked of the storage.</summary>
/// <param name="Kind"><c>find</c>, <c>read</c> (a page of a range), <c>write</c>, <c>send</c>, <c>receive</c>, <c>delete</c>, <c>upload</c> and so on.</param>
/// <param name="Store">The table's, queue's or container's name, without the prefix of <c>STORAGE_PREFIX</c>.</param>
/// <param name="Partition">Null where the operation has none.</param>
/// <param name="Changes">Of a write, else null.</param>
/// <param name="Key">Of a find the key, of an upload the blob; else null.</param>
public sealed record StorageOperation(string Kind, string Store, string? Partition, RowChanges? Changes = null, string? Key = null);

/// <summary>Sees each try of each operation, on whichever engine.</summary>
/// <remarks>An <see cref="IOException"/> that it throws is taken like a broken line to the storage; any other exception reaches the caller as it is.</remarks>
public abstract class StorageInterceptor
{
    /// <summary>Before the operation is sent.</summary>
    public virtual ValueTask BeforeAsync(StorageOperation operation, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>When the operation was done and before its caller knows.</summary>
    public virtual ValueTask AfterAsync(StorageOperation operation, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
