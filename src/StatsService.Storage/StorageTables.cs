using Azure.Data.Tables;
using Microsoft.Extensions.Options;

namespace StatsService.Storage;

/// <summary>The service's tables.</summary>
internal sealed class StorageTables(TableServiceClient service, IOptions<StorageOptions> options)
{
    public AzureTableOnFirstUse Anrs { get; } = new(service, options.Value.Prefix + "Anrs");

    public AzureTableOnFirstUse Clients { get; } = new(service, options.Value.Prefix + "Clients");

    public AzureTableOnFirstUse Mosp { get; } = new(service, options.Value.Prefix + "Mosp");

    public AzureTableOnFirstUse Rollups { get; } = new(service, options.Value.Prefix + "Rollups");

    public AzureTableOnFirstUse State { get; } = new(service, options.Value.Prefix + "State");

    public AzureTableOnFirstUse Stats { get; } = new(service, options.Value.Prefix + "Stats");

    public IReadOnlyList<AzureTableOnFirstUse> All => [Stats, Anrs, Rollups, State, Mosp, Clients];
}
