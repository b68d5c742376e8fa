using Azure.Data.Tables;
using Microsoft.Extensions.Options;

namespace StatsService.Storage;

/// <summary>The service's tables.</summary>
internal sealed class StorageTables(TableServiceClient service, IOptions<StorageOptions> options)
{
    public Table Anrs { get; } = new(service, options.Value.Prefix + "Anrs");

    public Table Clients { get; } = new(service, options.Value.Prefix + "Clients");

    public Table Mosp { get; } = new(service, options.Value.Prefix + "Mosp");

    public Table Rollups { get; } = new(service, options.Value.Prefix + "Rollups");

    public Table State { get; } = new(service, options.Value.Prefix + "State");

    public Table Stats { get; } = new(service, options.Value.Prefix + "Stats");

    public IReadOnlyList<Table> All => [Stats, Anrs, Rollups, State, Mosp, Clients];
}
