using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using StatsService.Answers;

namespace StatsService.Functions.Http.Edge;

/// <summary>Marks a function that changes nothing, whatever the method of the call.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnlyReadsAttribute : Attribute
{
    public static bool IsRead(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<OnlyReadsAttribute>() is not null;
}

/// <summary>
/// Bounds how many reads of one caller, a client or else an address, are under way at once, each from before it is computed until its answer is sent.
/// So who asks for many things and does not read what comes keeps neither the memory nor the turns of others. Further reads of the same caller wait.
/// </summary>
internal sealed class CallerTurns : IMiddleware, IDisposable
{
    private const int AtOnce = 4;
    private const int Waiting = 1000;

    private readonly PartitionedRateLimiter<HttpContext> turns = PartitionedRateLimiter.Create<HttpContext, object>(
        context => RateLimitPartition.GetConcurrencyLimiter(CallerOf(context), _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Waiting }));

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!OnlyReadsAttribute.IsRead(context))
        {
            await next(context);
            return;
        }

        using var turn = await Turns.EnterAsync(waiting => turns.AcquireAsync(context, 1, waiting), Turns.Patience, context.RequestAborted);
        await next(context);
    }

    public void Dispose() => turns.Dispose();

    private static object CallerOf(HttpContext context) =>
        context.Features.Get<Caller>() is { } caller ? caller.Client.Uuid : context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
}
