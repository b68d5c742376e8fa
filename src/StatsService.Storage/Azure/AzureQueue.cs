using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace StatsService.Storage.Azure;

/// <summary>A queue of Azure Queue Storage.</summary>
internal sealed class AzureQueue(StorageEngine engine, QueueClient client, string name, StorageOperations operations) : Queue(engine, name)
{
    private const string MessagesCount = "x-ms-approximate-messages-count";

    private readonly AzureStore store = new(operations, StorageOperations.Queues, name, cancellation => client.CreateIfNotExistsAsync(cancellationToken: cancellation));

    public override Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int count, TimeSpan hidden, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<QueueMessage>>(
        "receive",
        async () =>
        {
            var received = await client.ReceiveMessagesAsync(count, hidden, cancellationToken);
            return [.. received.Value.Select(message => new QueueMessage(message.MessageId, message.PopReceipt, message.Body.ToString(), (int)message.DequeueCount))];
        },
        cancellationToken);

    public override Task DeleteAsync(QueueMessage message, CancellationToken cancellationToken) => AskAsync(
        "delete", () => IfItIsThereAsync(() => client.DeleteMessageAsync(message.Id, message.Receipt, cancellationToken)), cancellationToken);

    public override Task ReturnAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken) => AskAsync(
        "return", () => IfItIsThereAsync(() => client.UpdateMessageAsync(message.Id, message.Receipt, message.Text, delay, cancellationToken)), cancellationToken);

    public override Task<int> CountAsync(CancellationToken cancellationToken) => AskAsync(
        "count",
        async () =>
        {
            var properties = await client.GetPropertiesAsync(cancellationToken);

            // The client library reads an answer without the number, such as the page of a proxy, as none.
            return properties.GetRawResponse().Headers.Contains(MessagesCount)
                ? properties.Value.ApproximateMessagesCount
                : throw new InvalidDataException($"The answer has no header {MessagesCount}.");
        },
        cancellationToken);

    public override Task ClearAsync(CancellationToken cancellationToken) => AskAsync(
        "clear", async () => await client.ClearMessagesAsync(cancellationToken), cancellationToken);

    protected override Task CreateOwnAsync(CancellationToken cancellationToken) => store.CreateAsync(cancellationToken);

    protected override Task SendOwnAsync(string text, TimeSpan delay, CancellationToken cancellationToken) => AskAsync(
        "send", async () => await client.SendMessageAsync(text, visibilityTimeout: delay, cancellationToken: cancellationToken), cancellationToken);

    private Task<T> AskAsync<T>(string kind, Func<Task<T>> ask, CancellationToken cancellationToken) =>
        store.AskAsync(new StorageOperation(kind, Name, null), _ => ask(), cancellationToken);

    /// <returns>False where the message is gone, or was delivered again since and belongs to another receiver.</returns>
    private static async Task<bool> IfItIsThereAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            await ask();
            return true;
        }
        catch (RequestFailedException exception) when (
            exception.ErrorCode == QueueErrorCode.MessageNotFound || exception.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            return false;
        }
    }
}
