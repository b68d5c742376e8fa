using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StatsService.Functions.Http.About;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.Edge;

/// <summary>
/// The HTTP pipeline around every function. The server has it on its <c>WebApplication</c>; in the Functions worker
/// <see cref="WorkerEdge"/> runs it around each invocation.
/// </summary>
public static class StatsServiceEdge
{
    public static IServiceCollection AddStatsServiceEdge(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<InstanceOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        // The whole of AddAuthentication would also write keys for cookies, which nobody has here, into the user's home.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.AddScheme<KeyAuthentication>(KeyAuthentication.Name, null);
            authentication.DefaultScheme = KeyAuthentication.Name;
        });
        services.AddAuthorization();
        // A line for each call without a key or with a wrong one: a stranger could fill the log with them, and the metric stats_failed_keys counts them.
        services.AddLogging(logging => logging.AddFilter(typeof(KeyAuthentication).FullName, LogLevel.Warning));
        return services
            .AddRouting()
            .AddWebEncoders()
            .AddTransient<KeyAuthentication>()
            .AddSingleton<InstanceAddress>()
            .AddSingleton<WrongKeys>()
            .AddSingleton<CallerTurns>()
            .AddSingleton<BodyRoom>()
            .AddSingleton<AnswerRoom>()
            .AddExceptionHandler<ErrorAnswers>()
            // The functions themselves refuse a body that is too large, with an answer that names the limit; Kestrel would from 30 MB on.
            .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null)
            .AddResponseCompression(compression =>
            {
                compression.EnableForHttps = true;
                compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/csv", "application/x-ndjson"];
            })
            .AddSingleton<IResponseCompressionProvider, AnswerCompression>();
    }

    /// <summary>From the outermost to the innermost. Routing looks for a function only where none is known yet, as on the server.</summary>
    public static IApplicationBuilder UseStatsServiceEdge(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app
            .UseMiddleware<AnswerHeaders>()
            .UseExceptionHandler(_ => { })
            .UseStatusCodePages(EmptyErrors.DescribeAsync)
            .UseForwardedHeaders(app.ApplicationServices.GetRequiredService<IOptions<AccessOptions>>().Value.ForwardedHeaders)
            .UseMiddleware<MountPath>()
            .UseResponseCompression()
            .UseRouting()
            .Use(MonarcVersion.RefuseTooOld)
            .UseAuthentication()
            .UseAuthorization()
            .UseMiddleware<CallerTurns>()
            .UseMiddleware<BodyRoom>();
    }
}
