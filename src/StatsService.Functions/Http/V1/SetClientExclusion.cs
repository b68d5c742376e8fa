using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Edge;
using StatsService.Totals;
using StatsService.Wire;

namespace StatsService.Functions.Http.V1;

/// <summary>Whether a client's statistics count in averages.</summary>
[Authorize(Roles = KeyAuthentication.Administrator)]
public sealed class SetClientExclusion(ClientExclusion exclusion)
{
    [Function("ExcludeClient")]
    public Task<IResult> ExcludeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/admin/clients/{uuid}/exclude")] HttpRequest request,
        string uuid,
        CancellationToken cancellationToken) => SetAsync(request, uuid, exclusion.ExcludeAsync, cancellationToken);

    [Function("IncludeClient")]
    public Task<IResult> IncludeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/admin/clients/{uuid}/include")] HttpRequest request,
        string uuid,
        CancellationToken cancellationToken) => SetAsync(request, uuid, exclusion.IncludeAsync, cancellationToken);

    private static async Task<IResult> SetAsync(
        HttpRequest request, string uuid, Func<Guid, CancellationToken, Task<Client?>> set, CancellationToken cancellationToken)
    {
        var mask = FieldsMask.Of(request);
        var client = WireText.TryParseUuid(uuid, out var parsed) ? await set(parsed, cancellationToken) : null;
        return ResultAnswer.Of(client, mask);
    }
}
