using System.Collections.Concurrent;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace StatsService.Storage.Azure;

/// <summary>Tables, queues and containers of an Azure storage account.</summary>
/// <param name="blobService">Made where a container is asked for: who needs none does without its address.</param>
/// <param name="prefix">Stands before all names.</param>
internal sealed class AzureStorage(
    TableServiceClient tableService, QueueServiceClient queueService, Lazy<BlobServiceClient> blobService, string prefix, StorageOperations operations) : StorageEngine
{
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(8);
    private readonly ConcurrentDictionary<string, Table> tables = new();
    private readonly ConcurrentDictionary<string, Queue> queues = new();

    public override string Name { get; } = $"{tableService.AccountName} ({tableService.Uri.GetLeftPart(UriPartial.Authority)})";

    public override bool IsRemote => true;

    /// <summary>The options of this engine's clients. They don't repeat a call: <see cref="StorageOperations"/> does, where an own earlier try can be recognised.</summary>
    public static TableClientOptions TableOptions => WithoutRetries(new TableClientOptions());

    /// <summary>Messages are Base64, as the Functions host expects them.</summary>
    public static QueueClientOptions QueueOptions => WithoutRetries(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    /// <param name="section">The addresses and identity of <see cref="StorageOptions.Section"/>.</param>
    /// <exception cref="StorageRefusedException">The settings name no storage account.</exception>
    public static AzureStorage Connect(StorageOptions options, IConfigurationSection section, StorageOperations operations)
    {
        try
        {
            // Made where it is needed alone: it brings much code along.
            var identity = new Lazy<TokenCredential>(() => new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = section["clientId"] }));
            return new AzureStorage(
                Address(section, "table") is { } tables ? new TableServiceClient(tables, identity.Value, TableOptions) : new TableServiceClient(Connection(options), TableOptions),
                Address(section, "queue") is { } queues ? new QueueServiceClient(queues, identity.Value, QueueOptions) : new QueueServiceClient(Connection(options), QueueOptions),
                new Lazy<BlobServiceClient>(() => Address(section, "blob") is { } blobs ? new BlobServiceClient(blobs, identity.Value) : new BlobServiceClient(Connection(options))),
                options.Prefix,
                operations);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new StorageRefusedException($"{StorageOptions.Section} is no connection string of a storage account.", exception);
        }
    }

    public override Table Table(string name) =>
        tables.GetOrAdd(name, _ => new AzureTable(tableService.GetTableClient(prefix + name), name, operations));

    public override Queue Queue(string name) =>
        queues.GetOrAdd(name, _ => new AzureQueue(this, queueService.GetQueueClient(prefix + name), name, operations));

    public override BlobContainer BlobContainer(string name) => new AzureBlobContainer(blobService.Value.GetBlobContainerClient(prefix + name), name, operations);

    private static T WithoutRetries<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TryTimeout;
        return options;
    }

    /// <summary>An address wins over a connection string, which may be a default.</summary>
    private static Uri? Address(IConfigurationSection section, string service) =>
        section[$"{service}ServiceUri"] is { Length: > 0 } uri ? new Uri(uri)
        : section["accountName"] is { Length: > 0 } account ? new Uri($"https://{account}.{service}.core.windows.net")
        : null;

    private static string Connection(StorageOptions options) => options.Connection is { Length: > 0 } connection
        ? connection
        : throw new StorageRefusedException(
            "No storage is configured: set AzureWebJobsStorage to a connection string, or AzureWebJobsStorage__accountName or AzureWebJobsStorage__tableServiceUri and __queueServiceUri to addresses.");
}
