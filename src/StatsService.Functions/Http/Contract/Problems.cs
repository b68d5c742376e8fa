using System.Globalization;
using Microsoft.AspNetCore.Http;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Functions.Http.Contract;

/// <summary>The shapes of answers that say no.</summary>
internal static class Problems
{
    public static IResult Unauthorized { get; } = Error(StatusCodes.Status401Unauthorized, "Unauthorized - Authentication required.");

    public static IResult AuthenticationFailed { get; } = Error(StatusCodes.Status403Forbidden, "Forbidden - Authentication failed.");

    public static IResult AdminsOnly { get; } = Error(StatusCodes.Status403Forbidden, "Forbidden - This call is for administrators.");

    public static IResult MonarcTooOld { get; } = Error(StatusCodes.Status426UpgradeRequired, MonarcVersion.TooOld);

    public static IResult NotJson { get; } =
        Message(StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json. Nothing was stored.");

    public static IResult InternalError { get; } = Message(StatusCodes.Status500InternalServerError, "Internal Server Error");

    public static IResult Error(int status, string error) => Json(status, "Error", error);

    public static IResult Message(int status, string message) => Json(status, "message", message);

    public static IResult Invalid(InvalidInputException exception) => exception.Errors is null
        ? Message(StatusCodes.Status400BadRequest, exception.Message)
        : Results.Json(
            new Dictionary<string, object> { ["message"] = exception.Message, ["errors"] = exception.Errors },
            statusCode: StatusCodes.Status400BadRequest);

    public static IResult ProcessorMismatch(Processor processor, StatType type) =>
        Error(StatusCodes.Status400BadRequest, $"Processor '{processor.Name}' can not be used with type '{type.Name()}'.");

    public static IResult TooManyFailedKeys(HttpResponse response, TimeSpan retryAfter) => Later(
        response, StatusCodes.Status429TooManyRequests, retryAfter, "Too many wrong keys came from this address. This one was not looked at, and nothing was stored: try again a little later.");

    public static IResult Unavailable(HttpResponse response, TimeSpan retryAfter, string message) =>
        Later(response, StatusCodes.Status503ServiceUnavailable, retryAfter, message);

    /// <summary>As the header Retry-After has it.</summary>
    public static string Seconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static IResult Later(HttpResponse response, int status, TimeSpan retryAfter, string message)
    {
        response.Headers.RetryAfter = Seconds(retryAfter);
        return Message(status, message);
    }

    private static IResult Json(int status, string name, string text) =>
        Results.Json(new Dictionary<string, string> { [name] = text }, statusCode: status);
}
