using Azure;
using Azure.Data.Tables.Models;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues.Models;

namespace StatsService.Storage.Azure;

/// <summary>A table, a queue or a container of an account as its operations see it: it is made where it is missing, and whatever it answers beside the protocol is a failure of the storage.</summary>
/// <param name="service"><see cref="StorageOperations.Tables"/>, <see cref="StorageOperations.Queues"/> or <see cref="StorageOperations.Blobs"/>.</param>
/// <param name="name">Without the prefix.</param>
/// <param name="create">Makes it unless it exists.</param>
internal sealed class AzureStore(StorageOperations operations, string service, string name, Func<CancellationToken, Task> create)
{
    /// <param name="ask">One try, given the number of tries before it. It answers what is an answer of the protocol, a conflict too, and lets every other exception pass.</param>
    /// <exception cref="StorageUnavailableException">Every failure but the caller's cancellation.</exception>
    public async Task<T> AskAsync<T>(StorageOperation operation, Func<int, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(operation, ask, cancellationToken);
        }
        catch (StorageUnavailableException missing) when (IsMissing(missing.InnerException))
        {
            // It was never used, or somebody deleted it. Making it only then saves every instance an operation a table.
            await CreateAsync(cancellationToken);
            return await RunAsync(operation, ask, cancellationToken);
        }
    }

    public Task CreateAsync(CancellationToken cancellationToken) => RunAsync(
        new StorageOperation("create", name, null),
        async _ =>
        {
            await create(cancellationToken);
            return true;
        },
        cancellationToken);

    private Task<T> RunAsync<T>(StorageOperation operation, Func<int, Task<T>> ask, CancellationToken cancellationToken) => operations.RunAsync(
        service,
        operation,
        async repetition =>
        {
            try
            {
                return await ask(repetition);
            }
            catch (Exception exception) when (exception is not StorageUnavailableException && !IsCancelled(exception, cancellationToken))
            {
                throw Translate(exception);
            }
        },
        cancellationToken);

    // A time-out of the network is a cancellation too, but not the caller's.
    private static bool IsCancelled(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;

    private static bool IsMissing(Exception? exception) => exception is RequestFailedException { Status: 404 } failed
        && (failed.ErrorCode == TableErrorCode.TableNotFound || failed.ErrorCode == QueueErrorCode.QueueNotFound || failed.ErrorCode == BlobErrorCode.ContainerNotFound);

    private static Exception Translate(Exception exception) => exception switch
    {
        RequestFailedException { Status: 408 or 429 or >= 500 } failed => new NoAnswerException(Answered(failed), failed.Status, failed),
        RequestFailedException { Status: > 0 } failed => new StorageUnavailableException(Answered(failed), failed) { Status = failed.Status },
        RequestFailedException or IOException or HttpRequestException or OperationCanceledException or AggregateException =>
            new NoAnswerException("The storage did not answer.", 0, exception),
        AuthenticationFailedException => new StorageUnavailableException(
            "The storage account is given by name, but no identity could sign in to it: 'az login', or use a connection string.", exception),
        _ => new StorageUnavailableException("The storage gave an answer that can't be understood.", exception),
    };

    private static string Answered(RequestFailedException failed) => $"The storage answered {failed.Status} {failed.ErrorCode}".TrimEnd() + ".";
}
