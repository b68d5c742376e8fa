using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace StatsService.Forwarding;

/// <summary>How another instance is called: what may pass by itself is waited for, twice as long each time and never all at once.</summary>
internal static class RemoteHttp
{
    public const string Name = "remote-stats";

    // With their jitter about half a minute in all, which leaves a run of four minutes time for other batches.
    private const int Retries = 4;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // Of 500 stats that are stored in several transactions, over a slow line.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static void AddTo(IServiceCollection services) => services
        .AddHttpClient(Name, http =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.DefaultRequestHeaders.UserAgent.ParseAdd($"StatsService/{ServiceVersion.Current}");
        })
        .RemoveAllLoggers()
        .UseSocketsHttpHandler((handler, _) =>
        {
            // A redirect would take the key to a host that nobody chose.
            handler.AllowAutoRedirect = false;
            handler.UseCookies = false;
            handler.ConnectTimeout = ConnectTimeout;
            handler.PooledConnectionLifetime = ConnectionLifetime;
        })
        .AddResilienceHandler(Name, (pipeline, context) =>
        {
            var time = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.TimeProvider = time;
            pipeline
                .AddRetry(new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = Retries,
                    Delay = FirstWait,
                    ShouldHandle = attempt => ValueTask.FromResult(
                        HttpClientResiliencePredicates.IsTransient(attempt.Outcome) && !(WaitOf(attempt.Outcome.Result, time) > LongestWait)),
                })
                .AddTimeout(AnswerTimeout);
        });

    /// <summary>What the header <c>Retry-After</c> asks for; null where there is none.</summary>
    public static TimeSpan? WaitOf(HttpResponseMessage? response, TimeProvider time) =>
        response?.Headers.RetryAfter is { } retryAfter ? retryAfter.Delta ?? (retryAfter.Date - time.GetUtcNow()) : null;
}
