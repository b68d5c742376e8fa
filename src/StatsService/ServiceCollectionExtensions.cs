using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StatsService.Clients;
using StatsService.Ingestion;
using StatsService.Processing;
using StatsService.Queries;

namespace StatsService;

public static class ServiceCollectionExtensions
{
    /// <summary>Registers the use cases; the stores they need are registered by whoever implements them.</summary>
    public static IServiceCollection AddStatsService(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StatsServiceOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddMemoryCache();
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<ClientAuthenticator>()
            .AddSingleton<ClientRegistry>()
            .AddSingleton<StatIngestion>()
            .AddSingleton<StatQueries>()
            .AddSingleton<StatProcessing>()
            .AddHostedService<AdminClientSeed>();
    }
}
