using Azure.Storage.Blobs;

namespace StatsService.Storage.Azure;

/// <summary>A container of Azure Blob Storage.</summary>
internal sealed class AzureFiles(BlobContainerClient client, string name, StorageOperations operations) : FileContainer
{
    private readonly AzureStore store = new(operations, StorageOperations.Blobs, name, cancellation => client.CreateIfNotExistsAsync(cancellationToken: cancellation));

    public override Task WriteAsync(string file, Stream content, CancellationToken cancellationToken) => store.AskAsync(
        new StorageOperation("upload", name, null, Key: file),
        async _ =>
        {
            content.Position = 0;
            return await client.GetBlobClient(file).UploadAsync(content, overwrite: true, cancellationToken);
        },
        cancellationToken);
}
