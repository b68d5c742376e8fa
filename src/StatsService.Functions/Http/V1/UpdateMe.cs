using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Edge;

namespace StatsService.Functions.Http.V1;

[Authorize, ChecksMonarcVersion, RepeatsKey]
public sealed class UpdateMe(ClientRegistry registry, ClientAuthenticator authenticator)
{
    [Function(nameof(UpdateMe))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/client/me")] HttpRequest request, CancellationToken cancellationToken)
    {
        var mask = FieldsMask.Of(request);
        var parameters = await Parameters.ReadStrictAsync(request, cancellationToken);
        var isSharingEnabled = parameters.Required<bool>("is_sharing_enabled", TrueOrFalse);
        parameters.ThrowIfWrong();
        var caller = Caller.Of(request);
        var client = await registry.SetSharingAsync(caller.Client.Uuid, isSharingEnabled, cancellationToken);
        authenticator.Forget(caller.Token);
        return client is null
            ? Problems.AuthenticationFailed
            : ClientAnswer.Create(StatusCodes.Status201Created, mask, client, caller.Token);
    }

    // Unlike elsewhere a string is refused here: consent is not guessed from text.
    private static string? TrueOrFalse(JsonElement value, out bool result)
    {
        result = false;
        return value.ValueKind == JsonValueKind.String ? "Not a boolean." : Parameters.Boolean(value, out result);
    }
}
