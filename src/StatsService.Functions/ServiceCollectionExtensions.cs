using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Functions.Http.About;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Dashboard;
using StatsService.Functions.Http.Documentation;
using StatsService.Mosp;
using StatsService.Storage;

namespace StatsService.Functions;

public static class ServiceCollectionExtensions
{
    /// <summary>Registers everything that the functions ask for; the same for the Functions worker and the server.</summary>
    public static IServiceCollection AddStatsServiceApp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<InstanceOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AccessOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddStatsService(configuration)
            .AddStatsStorage(configuration)
            .AddSingleton<StaticFiles>()
            .AddSingleton<ApiDocument>()
            .AddSingleton<CallerAddress>()
            .AddSingleton<FailedKeyLimit>()
            // The app itself refuses bodies that are too large, with an answer that names the limit; Kestrel would from 30 MB on.
            .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null)
            .Configure<ResponseCompressionOptions>(compression => compression.EnableForHttps = true)
            .AddSingleton<IResponseCompressionProvider, CompressionOfLargeAnswers>()
            .AddSingleton<ApiEndpoint>();
    }
}
