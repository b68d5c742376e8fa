using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.Edge;

/// <summary>Who calls, and with which key.</summary>
internal sealed record Caller(Client Client, string Token)
{
    /// <summary>Of a function with <see cref="AuthorizeAttribute"/>, which nobody else reaches.</summary>
    public static Caller Of(HttpRequest request) => request.HttpContext.Features.GetRequiredFeature<Caller>();
}

/// <summary>
/// Finds the client by the key in the header <c>X-API-KEY</c>, for functions with <see cref="AuthorizeAttribute"/>. A missing key is answered 401, a wrong
/// one 403, as MONARC expects.
/// </summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ClientAuthenticator authenticator, WrongKeys wrongKeys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "ApiKey";

    /// <summary>The role that administrators have.</summary>
    public const string Administrator = nameof(ClientRole.Admin);

    private const string Header = "X-API-KEY";

    private string Key => Request.Headers[Header].ToString();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Key.Length == 0 || Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null)
            return AuthenticateResult.NoResult();
        if (await authenticator.AuthenticateAsync(Key, Context.RequestAborted) is not { } client)
        {
            await wrongKeys.WaitAsync(Context.Connection.RemoteIpAddress ?? IPAddress.Loopback, Context.RequestAborted);
            return AuthenticateResult.Fail("No active client has this key.");
        }

        Context.Features.Set(new Caller(client, Key));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, client.Role.ToString())], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Key.Length > 0)
            return Problems.AuthenticationFailed.ExecuteAsync(Context);
        Response.Headers.WWWAuthenticate = $"{Name} header=\"{Header}\"";
        return Problems.Unauthorized.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.AdminsOnly.ExecuteAsync(Context);
}
