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

    public static IResult NotJson { get; } =
        Message(StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json: send the header Content-Type: application/json. Nothing took effect.");

    public static IResult InternalError { get; } = Message(StatusCodes.Status500InternalServerError, "Internal Server Error");

    public static IResult Error(int status, string error) => JsonAnswer.Of(new ErrorBody(error), WireJson.Wire.ErrorBody, status);

    public static IResult Message(int status, string message) => JsonAnswer.Of(new MessageBody(message), WireJson.Wire.MessageBody, status);

    public static IResult Invalid(InvalidInputException exception) => exception.Errors is null
        ? Message(StatusCodes.Status400BadRequest, exception.Message)
        : JsonAnswer.Of(new InvalidBody(exception.Message, exception.Errors), WireJson.Wire.InvalidBody, StatusCodes.Status400BadRequest);

    public static IResult ProcessorMismatch(Processor processor, StatType type) =>
        Error(StatusCodes.Status400BadRequest, $"Processor '{processor.Name}' can not be used with type '{type.Name()}'.");

    public static IResult Unavailable(HttpResponse response, TimeSpan retryAfter, string message)
    {
        response.Headers.RetryAfter = Seconds(retryAfter);
        return Message(StatusCodes.Status503ServiceUnavailable, message);
    }

    /// <summary>As the header Retry-After has it.</summary>
    public static string Seconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
