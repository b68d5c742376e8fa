using StatsService.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;
using StatsService.Wire;

namespace StatsService.Functions.Http.V1;

/// <summary>Consent to share, recorded by an administrator for a client.</summary>
public sealed class SetClientSharing(ApiEndpoint api, ClientRegistry registry)
{
    [Function("ActivateClientSharing")]
    public Task<IResult> ActivateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "api/v1/admin/client_sharing_activate.json/{uuid}")] HttpRequest request,
        string uuid,
        CancellationToken cancellationToken) => SetAsync(request, uuid, true, cancellationToken);

    [Function("DeactivateClientSharing")]
    public Task<IResult> DeactivateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "api/v1/admin/client_sharing_deactivate.json/{uuid}")] HttpRequest request,
        string uuid,
        CancellationToken cancellationToken) => SetAsync(request, uuid, false, cancellationToken);

    private Task<IResult> SetAsync(HttpRequest request, string uuid, bool isEnabled, CancellationToken cancellationToken) =>
        api.AdminAsync(request, checkVersion: false, async call =>
        {
            var client = WireText.TryParseUuid(uuid, out var parsed) ? await registry.SetSharingAsync(parsed, isEnabled, cancellationToken) : null;
            return client is null
                ? Answer(StatusCodes.Status400BadRequest, "KO", "No client has this UUID.")
                : Answer(StatusCodes.Status200OK, "OK", null);

            JsonAnswer Answer(int status, string result, string? error) => new(status, error is null ? call.Mask : null, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("result", result);
                if (error is not null)
                    writer.WriteString("stderr", error);
                writer.WriteEndObject();
            });
        });
}
