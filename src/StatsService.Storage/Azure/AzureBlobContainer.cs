using Azure.Storage.Blobs;

namespace StatsService.Storage.Azure;

/// <summary>A container of Azure Blob Storage.</summary>
internal sealed class AzureBlobContainer(BlobContainerClient client, string name, StorageOperations operations) : BlobContainer
{
    private readonly AzureStore store = new(operations, StorageOperations.Blobs, name, cancellation => client.CreateIfNotExistsAsync(cancellationToken: cancellation));

    public override Task WriteAsync(string blob, Stream content, CancellationToken cancellationToken) => store.AskAsync(
        new StorageOperation("upload", name, null, Key: blob),
        async _ =>
        {
            content.Position = 0;
            return await client.GetBlobClient(blob).UploadAsync(content, overwrite: true, cancellationToken);
        },
        cancellationToken);
}
