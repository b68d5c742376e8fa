using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Answers;

namespace StatsService.Functions.Http.Contract;

/// <summary>Bounds how many bytes of large finished answers wait at once for their readers, whoever these are.</summary>
internal sealed class AnswerRoom : IDisposable
{
    private const int Unit = 1024;
    private const int SmallBytes = 256 * 1024;
    private const int AllBytes = 64 * 1024 * 1024;

    private readonly ConcurrencyLimiter room = new(new ConcurrencyLimiterOptions { PermitLimit = AllBytes / Unit, QueueLimit = AllBytes / Unit });

    /// <summary>A large answer has to be read within about this time.</summary>
    public TimeSpan Reading { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The answer, which is sent when there is room for it.</summary>
    /// <param name="bytes">How many it holds in memory.</param>
    public static IResult Within(IResult answer, int bytes) => bytes <= SmallBytes ? answer : new LargeAnswer(answer, Math.Min(bytes, AllBytes));

    public void Dispose() => room.Dispose();

    private sealed class LargeAnswer(IResult answer, int bytes) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var answers = httpContext.RequestServices.GetRequiredService<AnswerRoom>();
            using var own = await Turns.EnterAsync(waiting => answers.room.AcquireAsync(bytes / Unit, waiting), Turns.Patience, httpContext.RequestAborted);
            if (httpContext.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
                rate.MinDataRate = new MinDataRate(bytes / answers.Reading.TotalSeconds, TimeSpan.FromSeconds(5));
            await answer.ExecuteAsync(httpContext);
        }
    }
}
