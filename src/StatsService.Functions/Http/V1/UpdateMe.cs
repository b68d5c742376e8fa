using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.V1;

public sealed class UpdateMe(ApiEndpoint api, ClientRegistry registry, ClientAuthenticator authenticator)
{
    [Function(nameof(UpdateMe))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/client/me")] HttpRequest request, CancellationToken cancellationToken) =>
        api.ClientAsync(request, checkVersion: true, async call =>
        {
            if (!request.HasJsonContentType())
                return Problems.NotJson;
            var parameters = await Parameters.ReadStrictAsync(request, cancellationToken);
            var isSharingEnabled = parameters.Required<bool>("is_sharing_enabled", TrueOrFalse);
            parameters.ThrowIfInvalid(ignoreUnknown: true);
            var client = await registry.SetSharingAsync(call.Client.Uuid, isSharingEnabled, cancellationToken);
            authenticator.Forget(call.Token);
            return client is null
                ? Problems.AuthenticationFailed
                : ClientAnswer.Create(StatusCodes.Status201Created, call.Mask, client, call.Token);
        });

    // Not in a string here, unlike elsewhere: consent is not guessed from text.
    private static string? TrueOrFalse(JsonElement value, out bool result)
    {
        result = false;
        return value.ValueKind == JsonValueKind.String ? "Not a boolean." : Parameters.Boolean(value, out result);
    }
}
