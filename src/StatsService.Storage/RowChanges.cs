namespace StatsService.Storage;

/// <summary>What is to become of one row.</summary>
public enum RowAction
{
    /// <summary>The row is made; fails with <see cref="WriteFailure.Exists"/> where there is one with its key.</summary>
    Add,

    /// <summary>The row replaces the one that was read; fails with <see cref="WriteFailure.Changed"/> or <see cref="WriteFailure.Gone"/> where it is not as it was read.</summary>
    Replace,

    /// <summary>The row is there afterwards, whatever was before.</summary>
    Put,

    /// <summary>The row that was read is deleted; fails as <see cref="Replace"/> does.</summary>
    Delete,

    /// <summary>The row is deleted, whoever wrote it last; fails with <see cref="WriteFailure.Gone"/> where there is none.</summary>
    DeleteAny,
}

/// <param name="Row">Of a deletion, the key alone counts.</param>
/// <param name="Revision">The revision under which the row must still stand; null where the action does not ask.</param>
public sealed record RowChange(RowAction Action, Row Row, string? Revision)
{
    public bool IsDeletion => Action is RowAction.Delete or RowAction.DeleteAny;
}

/// <summary>Changes of rows of one partition, which <see cref="Table.WriteAsync"/> makes together or not at all.</summary>
/// <remarks>A key may stand in it once: adding it again throws an <see cref="ArgumentException"/>.</remarks>
public sealed class RowChanges(string partition)
{
    private readonly List<RowChange> changes = [];
    private readonly HashSet<string> keys = [];

    public string Partition { get; } = partition;

    public IReadOnlyList<RowChange> All => changes;

    public int Count => changes.Count;

    public RowChanges Add(Row row) => With(new RowChange(RowAction.Add, row, null));

    /// <param name="row">The row as it shall be.</param>
    /// <param name="revision">That of the row that was read.</param>
    public RowChanges Replace(Row row, string revision) => With(new RowChange(RowAction.Replace, row, revision));

    /// <summary>Adds the row where none was read, and replaces the one that was read otherwise.</summary>
    /// <param name="revision">That of the row that was read; null: there was none.</param>
    public RowChanges AddOrReplace(Row row, string? revision) => revision is null ? Add(row) : Replace(row, revision);

    public RowChanges Put(Row row) => With(new RowChange(RowAction.Put, row, null));

    public RowChanges Delete(string key, string revision) => With(new RowChange(RowAction.Delete, new Row(key), revision));

    public RowChanges DeleteAny(string key) => With(new RowChange(RowAction.DeleteAny, new Row(key), null));

    private RowChanges With(RowChange change)
    {
        if (!keys.Add(change.Row.Key))
            throw new ArgumentException($"Row {change.Row.Key} stands in these changes already.", nameof(change));
        changes.Add(change);
        return this;
    }
}

/// <summary>Why a write was refused as a whole.</summary>
public enum WriteFailure
{
    None,

    /// <summary>A row that was to be added is there already.</summary>
    Exists,

    /// <summary>A row that was to be replaced or deleted is not there.</summary>
    Gone,

    /// <summary>A row that was to be replaced or deleted was changed since it was read.</summary>
    Changed,
}

/// <summary>How a write ended: all of it was done, or nothing.</summary>
/// <param name="Failure"><see cref="WriteFailure.None"/> where all was done.</param>
/// <param name="Failed">The index of the change that failed, or -1. Where several would fail, it is one of them.</param>
/// <param name="Revisions">The rows' new revisions, in the order of the changes, null for a deletion; empty where nothing was done.</param>
public sealed record WriteResult(WriteFailure Failure, int Failed, IReadOnlyList<string?> Revisions)
{
    public bool IsDone => Failure == WriteFailure.None;

    internal static WriteResult Done(IReadOnlyList<string?> revisions) => new(WriteFailure.None, -1, revisions);
}
