using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using StatsService.Storage;
using StatsService.Storage.Azure;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>Tables and queues with a prefix of their own, on the Azurite of all tests.</summary>
public sealed class AzuriteUnderTest(AzuriteFixture azurite) : StorageUnderTest
{
    /// <summary>Answers requests in Azurite's place, or fails as a broken line does; null: Azurite answers.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Answer { get; set; } = _ => null;

    public string Prefix { get; } = azurite.NewPrefix();

    public override IEnumerable<string> Settings => [$"AzureWebJobsStorage={azurite.ConnectionString}", $"STORAGE_PREFIX={Prefix}"];

    public TableServiceClient Tables { get; } = new(azurite.ConnectionString);

    public QueueServiceClient Queues { get; } = new(azurite.ConnectionString);

    public override StorageEngine Open(params IReadOnlyList<StorageInterceptor> interceptors)
    {
        var tables = AzureStorage.TableOptions;
        var queues = AzureStorage.QueueOptions;
        tables.Transport = queues.Transport = new HttpClientTransport(new HttpClient(new Line(this)));
        return new AzureStorage(
            new TableServiceClient(azurite.ConnectionString, tables),
            new QueueServiceClient(azurite.ConnectionString, queues),
            new Lazy<BlobServiceClient>(() => new BlobServiceClient(azurite.ConnectionString)),
            Prefix,
            new StorageOperations(Meter, interceptors));
    }

    private sealed class Line(AzuriteUnderTest storage) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            storage.Answer(request) ?? await base.SendAsync(request, cancellationToken);
    }
}
