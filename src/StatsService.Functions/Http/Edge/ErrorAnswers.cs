using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StatsService.Answers;
using StatsService.Functions.Http.Contract;
using StatsService.Storage;
using StatsService.Wire;

namespace StatsService.Functions.Http.Edge;

/// <summary>An answer for everything that goes wrong. (A call that its caller gave up is no error: ASP.NET Core ends it quietly.)</summary>
internal sealed partial class ErrorAnswers(ILogger<ErrorAnswers> logger) : IExceptionHandler, IDisposable
{
    // Whoever asks for too much shall not fill the log too.
    private readonly FixedWindowRateLimiter overloaded = new(new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromMinutes(1) });

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        try
        {
            await AnswerTo(httpContext, exception).ExecuteAsync(httpContext);
        }
        catch (Exception) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up meanwhile: nobody waits for the answer.
        }

        return true;
    }

    public void Dispose() => overloaded.Dispose();

    private IResult AnswerTo(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case InvalidInputException invalid:
                return Problems.Invalid(invalid);
            case PayloadTooLargeException tooLarge:
                return Problems.Message(StatusCodes.Status413PayloadTooLarge, tooLarge.Message);
            case BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType }:
                return Problems.NotJson;
            case BadHttpRequestException unreadable:
                return Problems.Message(unreadable.StatusCode, "The request could not be read.");
            case StorageUnavailableException unavailable:
                Log.Unavailable(logger, context.Request.Method, context.Request.Path, exception);
                return Problems.Unavailable(
                    context.Response,
                    StorageUnavailableException.RetryAfter,
                    (unavailable.IsFull ? "The service has no room left to store anything: its operator has to make some." : "The storage does not answer.") +
                    (OnlyReadsAttribute.IsRead(context) ? " Try again a little later." : " It may be done in part: send the same request again a little later, and the rest follows."));
            case OverloadedException:
                if (overloaded.AttemptAcquire().IsAcquired)
                    Log.Overloaded(logger, context.Request.Method, context.Request.Path);
                return Problems.Unavailable(context.Response, OverloadedException.RetryAfter, "Too much is asked of the service right now. Try again a little later.");
            default:
                Log.Failed(logger, context.Request.Method, context.Request.Path, exception);
                return Problems.InternalError;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The storage did not answer during {Method} {Path}: the caller was told to come back.")]
        public static partial void Unavailable(ILogger logger, string method, PathString path, Exception exception);

        [LoggerMessage(LogLevel.Warning, "{Method} {Path} found no turn in time, since too much is asked for at once: the caller was told to come back. Others may have been, too; this is said once a minute.")]
        public static partial void Overloaded(ILogger logger, string method, PathString path);

        [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
        public static partial void Failed(ILogger logger, string method, PathString path, Exception exception);
    }
}
