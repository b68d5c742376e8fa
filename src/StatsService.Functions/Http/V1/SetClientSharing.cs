using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Clients;
using StatsService.Functions.Http.Edge;

namespace StatsService.Functions.Http.V1;

/// <summary>Consent to share, recorded by an administrator for a client.</summary>
[Authorize(Roles = KeyAuthentication.Administrator)]
public sealed class SetClientSharing(ClientRegistry registry)
{
    [Function("ActivateClientSharing")]
    public Task<IResult> ActivateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = "api/v1/admin/client_sharing_activate.json/{uuid}")] HttpRequest request,
        string uuid,
        CancellationToken cancellationToken) => SetAsync(request, uuid, true, cancellationToken);

    [Function("DeactivateClientSharing")]
    public Task<IResult> DeactivateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = "api/v1/admin/client_sharing_deactivate.json/{uuid}")] HttpRequest request,
        string uuid,
        CancellationToken cancellationToken) => SetAsync(request, uuid, false, cancellationToken);

    private Task<IResult> SetAsync(HttpRequest request, string uuid, bool isEnabled, CancellationToken cancellationToken) =>
        ResultAnswer.OfAsync(request, uuid, (client, token) => registry.SetSharingAsync(client, isEnabled, token), cancellationToken);
}
