using Microsoft.Extensions.Logging;
using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>In which form everything is stored: a number in the row <c>layout</c> of the table <c>State</c>, which empty storage gets at the first start.</summary>
/// <remarks>
/// A service that finds another number than its own stops, as it would take what is stored for damaged, or damage it. A storage that
/// does not answer yet does not stop the start: the question is repeated until it is answered.
/// </remarks>
public sealed partial class StorageLayout(StorageEngine storage, TimeProvider time, ILogger<StorageLayout> logger) : WorkAtStart(time)
{
    /// <summary>Changes whenever rows get a form that the version before does not read.</summary>
    public const int Number = 2;

    private const string Partition = "layout";
    private const string Key = "layout";

    private readonly Table table = storage.Table(TableNames.State);

    /// <summary>One operation.</summary>
    /// <exception cref="StorageRefusedException">What is stored has another layout.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var row = await table.FindAsync(Partition, Key, cancellationToken);
        if (row is null && !(await table.WriteAsync(new RowChanges(Partition).Add(ToRow()), cancellationToken)).IsDone)
        {
            // Another instance, perhaps of another version, started at the same time.
            row = await table.FindAsync(Partition, Key, cancellationToken);
        }

        if (row is not null && row.GetInt32(nameof(Number)) is var found and not Number)
            throw new StorageRefusedException($"What is stored in {storage.Name} has layout {found}, but this version of the service works with layout {Number}. Nothing was changed. Use the version that stored it, or name another storage.");
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => CheckAsync(cancellationToken);

    protected override void LogUnavailable(StorageUnavailableException exception) => Log.Unavailable(logger, exception);

    private static Row ToRow() => new(Key) { [nameof(Number)] = Number };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The storage does not answer, so its layout can't be checked. This is tried again every 5 s.")]
        public static partial void Unavailable(ILogger logger, Exception exception);
    }
}
