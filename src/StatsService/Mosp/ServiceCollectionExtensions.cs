using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StatsService.Mosp;

internal static class ServiceCollectionExtensions
{
    private const string KeyHeader = "X-API-KEY";
    private const int MaxRetries = 2;

    // An object is a few KB.
    private const int MaxAnswerBytes = 1024 * 1024;
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan WithRetries = TimeSpan.FromSeconds(20);

    // Reading the body too.
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(25);

    public static IServiceCollection AddMosp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MospOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient(MospCatalogue.HttpClient, Configure)
            // A line a request would drown everything else; what can't be asked is logged by whoever gives up.
            .RemoveAllLoggers()
            // The key goes to MOSP alone, so no redirection is followed.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All, UseCookies = false })
            .AddStandardResilienceHandler(options =>
            {
                options.Retry.MaxRetryAttempts = MaxRetries;
                options.AttemptTimeout.Timeout = Attempt;
                options.TotalRequestTimeout.Timeout = WithRetries;
            });
        services.AddLogging(logging => logging.AddFilter("Polly", LogLevel.None));
        return services
            .AddSingleton<MospCatalogue>()
            .AddSingleton<ReportedObjects>()
            .AddSingleton<ObjectNameRefresh>()
            .AddSingleton<ObjectNames>();
    }

    private static void Configure(IServiceProvider provider, HttpClient http)
    {
        var options = provider.GetRequiredService<IOptions<MospOptions>>().Value;
        http.BaseAddress = options.Address;
        http.Timeout = Whole;
        http.MaxResponseContentBufferSize = MaxAnswerBytes;
        http.DefaultRequestHeaders.UserAgent.ParseAdd($"StatsService/{ServiceVersion.Current}");
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        if (options.Token.Length > 0)
            http.DefaultRequestHeaders.Add(KeyHeader, options.Token);
    }
}
