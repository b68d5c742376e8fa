using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Functions.Http.Dashboard;
using StatsService.Functions.Http.Documentation;
using StatsService.Functions.Http.Edge;
using StatsService.Functions.Http.Start;
using StatsService.Storage;

namespace StatsService.Functions;

public static class ServiceCollectionExtensions
{
    /// <summary>Registers everything that the functions ask for; the same for the Functions worker and the server.</summary>
    public static IServiceCollection AddStatsServiceApp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EmbedOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddHostedService<WarmUp>()
            .AddStatsService(configuration)
            .AddStatsStorage(configuration)
            .AddStatsServiceEdge(configuration)
            .AddSingleton<StaticFiles>()
            .AddSingleton<ApiDocument>();
    }
}
