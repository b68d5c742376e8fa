using System.Diagnostics.Metrics;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StatsService.Storage.Azure;
using StatsService.Storage.Sqlite;

namespace StatsService.Storage;

public static class ServiceCollectionExtensions
{
    // MONARC waits 30 s: two repetitions of 8 s stay below, and an answer that says "later" reaches it.
    private const int MaxRetries = 2;
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Registers a <see cref="StorageEngine"/> on the file that <c>DATABASE_FILE</c> names, or the account that <c>AzureWebJobsStorage</c> does.</summary>
    /// <remarks>A registered <see cref="StorageInterceptor"/> sees every storage operation, its repetitions included.</remarks>
    public static IServiceCollection AddStatsStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(StorageOptions.Section);
        services.AddOptions<StorageOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart()
            .Validate(options => !options.NamesTwo(section), $"{StorageOptions.DatabaseSetting} names a file and {StorageOptions.Section} a storage account: take one of them away, so that it is clear where the statistics are.");
        services.AddAzureClients(clients =>
        {
            clients.UseCredential(_ => new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = section["clientId"] }));
            clients.AddClient<TableServiceClient, TableClientOptions>((options, credential, provider) =>
            {
                Configure(options, provider, "tables");
                return Address(section, "table") is { } address
                    ? new TableServiceClient(address, credential, options)
                    : new TableServiceClient(ConnectionString(provider), options);
            });
            clients.AddClient<QueueServiceClient, QueueClientOptions>((options, credential, provider) =>
            {
                Configure(options, provider, "queues");
                options.MessageEncoding = QueueMessageEncoding.Base64;
                return Address(section, "queue") is { } address
                    ? new QueueServiceClient(address, credential, options)
                    : new QueueServiceClient(ConnectionString(provider), options);
            });
        });

        services.AddSingleton<StorageTables>();
        return services.AddSingleton<StorageOperations>().AddSingleton(provider => OpenEngine(provider, section));
    }

    private static StorageEngine OpenEngine(IServiceProvider provider, IConfigurationSection section)
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        var operations = provider.GetRequiredService<StorageOperations>();
        return options.DatabaseFile is { Length: > 0 } path
            ? new SqliteStorage(path, options.Prefix, operations)
            : AzureStorage.Connect(options, section, operations);
    }

    private static void Configure(ClientOptions options, IServiceProvider provider, string service)
    {
        options.Retry.MaxRetries = MaxRetries;
        options.Retry.Delay = RetryDelay;
        options.Retry.NetworkTimeout = NetworkTimeout;
        options.AddPolicy(new StorageFaultPolicy(), HttpPipelinePosition.PerCall);
        options.AddPolicy(new OperationMetrics(provider.GetRequiredService<Meter>(), service), HttpPipelinePosition.PerRetry);
        foreach (var policy in provider.GetServices<HttpPipelinePolicy>())
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
    }

    /// <summary>An address wins over a connection string, which may be a default.</summary>
    private static Uri? Address(IConfigurationSection section, string service) =>
        section[$"{service}ServiceUri"] is { Length: > 0 } uri ? new Uri(uri)
        : section["accountName"] is { Length: > 0 } account ? new Uri($"https://{account}.{service}.core.windows.net")
        : null;

    private static string ConnectionString(IServiceProvider provider) => provider.GetRequiredService<IOptions<StorageOptions>>().Value.Connection is { Length: > 0 } connection
        ? connection
        : throw new InvalidOperationException(
            "No storage is configured: set AzureWebJobsStorage to a connection string, or AzureWebJobsStorage__accountName or AzureWebJobsStorage__tableServiceUri and __queueServiceUri to addresses.");
}
