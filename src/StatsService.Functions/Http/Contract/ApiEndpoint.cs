using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Logging;
using StatsService.Answers;
using StatsService.Clients;
using StatsService.Storage;
using StatsService.Wire;

namespace StatsService.Functions.Http.Contract;

/// <summary>Whose call is let through.</summary>
public enum Access
{
    Public,
    Client,
    Admin,
}

/// <summary>What a use case gets of the call around it.</summary>
/// <param name="Client">Who calls.</param>
/// <param name="Token">The key that the call carried.</param>
public sealed record ApiCall(Client Client, string Token, FieldsMask? Mask);

/// <summary>
/// The one place around every use case: MONARC's version, the key, the fields mask, security headers, and an answer for
/// everything that goes wrong. (No middleware of ours runs in the Functions worker.)
/// </summary>
public sealed partial class ApiEndpoint(
    ClientAuthenticator authenticator, CallerAddress addresses, FailedKeyLimit failedKeys, IResponseCompressionProvider compression, ILogger<ApiEndpoint> logger)
{
    private const string KeyHeader = "X-API-KEY";

    public Task<IResult> PublicAsync(HttpRequest request, Func<Task<IResult>> handle) => GuardAsync(request, handle);

    public Task<IResult> PublicAsync(HttpRequest request, Func<IResult> handle) => GuardAsync(request, () => Task.FromResult(handle()));

    /// <param name="checkVersion">Whether a MONARC that is too old is sent away, before its key is looked at.</param>
    public Task<IResult> ClientAsync(HttpRequest request, bool checkVersion, Func<ApiCall, Task<IResult>> handle) =>
        AuthenticatedAsync(request, checkVersion, Access.Client, handle);

    /// <inheritdoc cref="ClientAsync"/>
    public Task<IResult> AdminAsync(HttpRequest request, bool checkVersion, Func<ApiCall, Task<IResult>> handle) =>
        AuthenticatedAsync(request, checkVersion, Access.Admin, handle);

    /// <summary>Lets an answer travel compressed. Not for one that repeats a key, of which its compressed length would tell.</summary>
    public IResult Compressed(IResult answer) => new CompressedAnswer(answer, compression);

    private Task<IResult> AuthenticatedAsync(HttpRequest request, bool checkVersion, Access access, Func<ApiCall, Task<IResult>> handle) =>
        GuardAsync(request, async () =>
        {
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            if (checkVersion && MonarcVersion.IsTooOld(request.Headers.UserAgent))
                return Problems.MonarcTooOld;
            var token = request.Headers[KeyHeader].ToString();
            if (token.Length == 0)
                return Problems.Unauthorized;
            if (!authenticator.IsKnown(token) && failedKeys.Refuses(addresses.Of(request)) is { } wait)
                return Problems.TooManyFailedKeys(request.HttpContext.Response, wait);
            if (await authenticator.AuthenticateAsync(token, request.HttpContext.RequestAborted) is not { } client)
            {
                failedKeys.Count(addresses.Of(request));
                return Problems.AuthenticationFailed;
            }

            if (access == Access.Admin && client.Role != ClientRole.Admin)
                return Problems.AdminsOnly;
            return await handle(new ApiCall(client, token, FieldsMask.Parse(request.Headers[FieldsMask.Header])));
        });

    private async Task<IResult> GuardAsync(HttpRequest request, Func<Task<IResult>> handle)
    {
        SecurityHeaders.AddTo(request);
        try
        {
            return await handle();
        }
        catch (InvalidInputException exception)
        {
            return Problems.Invalid(exception);
        }
        catch (PayloadTooLargeException exception)
        {
            return Problems.Message(StatusCodes.Status413PayloadTooLarge, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return Problems.Message(exception.StatusCode, "The request could not be read.");
        }
        catch (StorageUnavailableException exception)
        {
            LogUnavailable(logger, request.Method, request.Path, exception);
            return Problems.Unavailable(
                request.HttpContext.Response,
                StorageUnavailableException.RetryAfter,
                HttpMethods.IsGet(request.Method)
                    ? "The storage does not answer. Try again a little later."
                    : "The storage does not answer. What was sent may be stored in part: send it again with the same UUIDs a little later.");
        }
        catch (OverloadedException)
        {
            return Problems.Unavailable(request.HttpContext.Response, OverloadedException.RetryAfter, "Too much is being computed right now. Try again a little later.");
        }
        catch (OperationCanceledException) when (request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception exception)
        {
            LogFailed(logger, request.Method, request.Path, exception);
            return Problems.InternalError;
        }
    }

    [LoggerMessage(LogLevel.Error, "The storage did not answer during {Method} {Path}: the caller was told to come back.")]
    private static partial void LogUnavailable(ILogger logger, string method, PathString path, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void LogFailed(ILogger logger, string method, PathString path, Exception exception);
}
