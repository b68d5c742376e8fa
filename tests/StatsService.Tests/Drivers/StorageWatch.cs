using System.Collections.Concurrent;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace StatsService.Tests.Drivers;

/// <summary>Sees every try of every storage operation of an app, and lets tests break some of them.</summary>
public sealed class StorageWatch : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<StorageOperation> seen = new();

    /// <summary>Asked before an operation is sent: true makes it fail unsent, as on a broken line.</summary>
    public Func<StorageOperation, bool> BreaksBefore { get; set; } = _ => false;

    /// <summary>Asked when the storage has answered: true loses the answer.</summary>
    public Func<StorageOperation, bool> BreaksAfter { get; set; } = _ => false;

    public IReadOnlyList<StorageOperation> Seen => [.. seen];

    public void Clear() => seen.Clear();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var operation = await ReadAsync(message.Request, message.CancellationToken);
        seen.Enqueue(operation);
        if (BreaksBefore(operation))
            throw new RequestFailedException("The test broke the line before the request was sent.");
        await ProcessNextAsync(message, pipeline);
        if (BreaksAfter(operation))
            throw new RequestFailedException("The test broke the line after the storage had answered.");
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    private static async Task<StorageOperation> ReadAsync(Request request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        if (request.Content is not null)
            await request.Content.WriteToAsync(body, cancellationToken);
        var uri = request.Uri.ToUri();
        return new StorageOperation(
            request.Method.Method, uri.AbsolutePath[(uri.AbsolutePath.IndexOf('/', 1) + 1)..], uri.Query, Encoding.UTF8.GetString(body.ToArray()));
    }
}
