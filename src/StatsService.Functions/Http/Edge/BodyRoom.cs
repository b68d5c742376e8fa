using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using StatsService.Answers;

namespace StatsService.Functions.Http.Edge;

/// <summary>
/// Bounds how many bytes of request bodies are held at once, each from before it is read until its request ends. A body that finds no room waits
/// unread, and is refused after a while. Front offices' days are small bodies, which large ones can't keep waiting; a client has one large body at a time.
/// </summary>
internal sealed class BodyRoom : IMiddleware, IDisposable
{
    private const int Unit = 1024;
    private const long SmallBytes = 2 * 1024 * 1024;
    private const long AllSmallBytes = 24 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A large body has to arrive within about this time, so that a slow sender does not keep the room of others.</summary>
    private static readonly TimeSpan LargeArrival = TimeSpan.FromMinutes(1);

    private readonly long maxBytes;
    private readonly ConcurrencyLimiter small = Room(AllSmallBytes, waiting: SmallBytes * 1000);
    private readonly ConcurrencyLimiter large;
    private readonly PartitionedRateLimiter<Guid> largeOfClient = PartitionedRateLimiter.Create<Guid, Guid>(
        client => RateLimitPartition.GetConcurrencyLimiter(client, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 4 }));

    public BodyRoom(IOptions<StatsServiceOptions> options)
    {
        maxBytes = options.Value.MaxRequestBytes;
        large = Room(maxBytes, waiting: maxBytes * 16);
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var length = context.Request.ContentLength ?? (context.Request.Headers.TransferEncoding.Count > 0 ? maxBytes : 0);

        // What is larger than the service takes is refused unread.
        if (length == 0 || length > maxBytes)
        {
            await next(context);
            return;
        }

        var aborted = context.RequestAborted;
        if (length <= SmallBytes)
        {
            using var smallRoom = await Turns.EnterAsync(waiting => small.AcquireAsync(Units(length), waiting), Patience, aborted);
            await next(context);
            return;
        }

        var client = context.Features.Get<Caller>()?.Client.Uuid ?? Guid.Empty;
        using var turn = await Turns.EnterAsync(waiting => largeOfClient.AcquireAsync(client, 1, waiting), Patience, aborted);
        using var largeRoom = await Turns.EnterAsync(waiting => large.AcquireAsync(Units(length), waiting), Patience, aborted);
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(length / LargeArrival.TotalSeconds, TimeSpan.FromSeconds(5));
        await next(context);
    }

    public void Dispose()
    {
        small.Dispose();
        large.Dispose();
        largeOfClient.Dispose();
    }

    private static int Units(long bytes) => (int)((bytes + Unit - 1) / Unit);

    private static ConcurrencyLimiter Room(long bytes, long waiting) => new(new ConcurrencyLimiterOptions { PermitLimit = Units(bytes), QueueLimit = Units(waiting) });
}
