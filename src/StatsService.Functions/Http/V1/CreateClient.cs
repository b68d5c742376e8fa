using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Edge;

namespace StatsService.Functions.Http.V1;

[Authorize(Roles = KeyAuthentication.Administrator), ChecksMonarcVersion, RepeatsKey]
public sealed class CreateClient(ClientRegistry registry, IOptions<StatsServiceOptions> options)
{
    [Function(nameof(CreateClient))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/client")] HttpRequest request, CancellationToken cancellationToken)
    {
        var mask = FieldsMask.Of(request);
        if (!options.Value.ClientRegistrationOpen)
            return Results.NoContent();
        var parameters = await Parameters.ReadAsync(request, cancellationToken);
        var name = parameters.Required<string>("name", Parameters.Name);
        var isSharingEnabled = parameters.Required<bool>("is_sharing_enabled", Parameters.Boolean);
        var token = parameters.Required<string?>("token", Parameters.NameOrNull);
        parameters.ThrowIfWrongOrUnknown();

        return await registry.RegisterAsync(name, isSharingEnabled, token, cancellationToken) is { } registration
            ? ClientAnswer.Create(StatusCodes.Status201Created, mask, registration.Client, registration.Token)
            : Results.StatusCode(StatusCodes.Status304NotModified);
    }
}
