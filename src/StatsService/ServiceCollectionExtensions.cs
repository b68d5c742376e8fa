using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StatsService.About;
using StatsService.Answers;
using StatsService.Clients;
using StatsService.Forwarding;
using StatsService.Ingestion;
using StatsService.Mosp;
using StatsService.Processors;
using StatsService.Queries;
using StatsService.Stats;
using StatsService.Totals;
using StatsService.Transfer;
using StatsService.Upkeep;
using StatsService.Views;

namespace StatsService;

public static class ServiceCollectionExtensions
{
    /// <summary>Registers the use cases; the stores they need are registered by whoever implements them.</summary>
    public static IServiceCollection AddStatsService(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StatsServiceOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RemoteStatsOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OutboxOptions>().Configure<IOptions<RemoteStatsOptions>>((outbox, remote) => outbox.IsKept = remote.Value.IsForwarding);
        services.AddMemoryCache();
        RemoteHttp.AddTo(services);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddMosp(configuration)
            .AddSingleton(provider => provider.GetRequiredService<IMeterFactory>().Create(ServiceMeter.Name))
            .AddSingleton<ClientAuthenticator>()
            .AddSingleton<ClientRegistry>()
            .AddSingleton<ClientRemoval>()
            .AddSingleton<JobParts>()
            .AddSingleton<StatIngestion>()
            .AddSingleton<JobRunner>()
            .AddSingleton<StatQueries>()
            .AddSingleton<StatInventory>()
            .AddSingleton<StatExport>()
            .AddSingleton<StatImport>()
            .AddSingleton<ExportFiles>()
            .AddTotals()
            .AddSingleton<Retention>()
            .AddSingleton<Housekeeper>()
            .AddSingleton<Duplicates>()
            .AddSingleton<StatTallies>()
            .AddSingleton<ComputationGate>()
            .AddSingleton<FinishedAnswers>()
            .AddSingleton<ProcessedStats>()
            .AddSingleton<ClientMap>()
            .AddSingleton<Ranking>()
            .AddSingleton<Evolution>()
            .AddSingleton<RiskEvolution>()
            .AddSingleton<ObjectView>()
            .AddSingleton<AverageOfDay>()
            .AddSingleton<Summary>()
            .AddSingleton<AllData>()
            .AddSingleton<ChangesFeed>()
            .AddSingleton<InstanceFigures>()
            .AddSingleton<ServiceStatus>()
            .AddSingleton<ImplausibleReports>()
            .AddSingleton<Influences>()
            .AddSingleton<RemoteStats>()
            .AddSingleton<Forwarder>()
            .AddSingleton<ForwardingStatus>()
            .AddSingleton<StatPush>()
            .AddSingleton<StatPull>()
            .AddSingleton<StatWriter>()
            .AddSingleton<StatRemover>()
            .AddSingleton<StatStore>()
            .AddSingleton<ClientStore>()
            .AddSingleton<JobStore>()
            .AddSingleton<ForwardingStore>()
            .AddSingleton<ObjectNameStore>()
            .AddSingleton<StorageContents>()
            .AddSingleton<StorageProbe>()
            .AddSingleton<StorageLayout>()
            .AddHostedService(provider => provider.GetRequiredService<StorageLayout>())
            .AddHostedService<AdminClientSeed>();
    }
}
