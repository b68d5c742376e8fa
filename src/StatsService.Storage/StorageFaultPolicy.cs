using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace StatsService.Storage;

/// <summary>Turns what the retries could not mend into <see cref="StorageUnavailableException"/>, at one place for all calls.</summary>
internal sealed class StorageFaultPolicy : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (Exception exception) when (IsUnavailable(exception, message))
        {
            throw Unavailable("did not answer", exception);
        }

        if (message.Response.Status is 401 or 403 or 408 or 429 or >= 500)
            throw Unavailable($"answered {message.Response.Status} {message.Response.ReasonPhrase}");
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The storage is only called asynchronously.");

    // A time-out of the network is a cancellation too, but not the caller's.
    private static bool IsUnavailable(Exception exception, HttpMessage message) => exception switch
    {
        RequestFailedException or AggregateException or IOException or HttpRequestException => true,
        OperationCanceledException => !message.CancellationToken.IsCancellationRequested,
        _ => false,
    };

    private static StorageUnavailableException Unavailable(string what, Exception? exception = null) =>
        new($"The storage {what}.", exception);
}
