using System.Diagnostics.Metrics;
using System.Globalization;

namespace StatsService.Storage;

/// <summary>Carries out the operations of an engine: shows each try to the interceptors, counts it, and repeats what got no answer.</summary>
internal sealed class StorageOperations(Meter meter, IEnumerable<StorageInterceptor> interceptors)
{
    public const string Tables = "tables";
    public const string Queues = "queues";
    public const string Blobs = "blobs";

    // MONARC waits 30 s: three tries of at most 8 s stay below that, so that an answer that says "later" still reaches it.
    private const int MaxRepetitions = 2;
    private const int FirstPauseMilliseconds = 200;

    private readonly StorageInterceptor[] interceptors = [.. interceptors];

    private readonly Counter<long> counter = meter.CreateCounter<long>(
        "stats_storage_operations", description: "Operations asked of the storage, repetitions included, by service and HTTP status; status 0: no answer.");

    /// <param name="service"><see cref="Tables"/>, <see cref="Queues"/> or <see cref="Blobs"/>.</param>
    /// <param name="ask">
    /// One try; it is given the number of tries before it. An <see cref="IOException"/> asks for a repetition: this try may have been
    /// done all the same.
    /// </param>
    /// <exception cref="StorageUnavailableException">No try got an answer.</exception>
    public async Task<T> RunAsync<T>(string service, StorageOperation operation, Func<int, Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var repetition = 0; ; repetition++)
        {
            try
            {
                return await TryAsync(service, operation, () => ask(repetition), cancellationToken);
            }
            catch (IOException) when (repetition < MaxRepetitions)
            {
                // Not all at the same moment, where many wait for a storage that is overloaded.
                var pause = FirstPauseMilliseconds << repetition;
                await Task.Delay(pause + Random.Shared.Next(pause / 2), cancellationToken);
            }
            catch (IOException lost)
            {
                throw new StorageUnavailableException(lost is NoAnswerException ? lost.Message : "The storage did not answer.", lost);
            }
        }
    }

    private async Task<T> TryAsync<T>(string service, StorageOperation operation, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        var status = 0;
        try
        {
            foreach (var interceptor in interceptors)
                await interceptor.BeforeAsync(operation, cancellationToken);
            var answer = await ask();
            status = Status(answer);
            foreach (var interceptor in interceptors)
                await interceptor.AfterAsync(operation, cancellationToken);
            return answer;
        }
        catch (NoAnswerException lost)
        {
            status = lost.Status;
            throw;
        }
        catch (StorageUnavailableException refused)
        {
            status = refused.Status;
            throw;
        }
        finally
        {
            counter.Add(1, KeyValuePair.Create<string, object?>("service", service), KeyValuePair.Create<string, object?>("status", status.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The status that Azure gives such an answer; the SQLite engine's operations are counted with the same numbers.</summary>
    private static int Status<T>(T answer) => answer switch
    {
        null => 404,
        WriteResult { Failure: WriteFailure.Exists } => 409,
        WriteResult { Failure: WriteFailure.Gone } => 404,
        WriteResult { Failure: WriteFailure.Changed } => 412,
        _ => 200,
    };
}
