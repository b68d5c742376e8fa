using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Edge;
using StatsService.Totals;

namespace StatsService.Functions.Http.V1;

/// <summary>Whether a client's statistics count in averages.</summary>
[Authorize(Roles = KeyAuthentication.Administrator)]
public sealed class SetClientExclusion(ClientExclusion exclusion)
{
    [Function("ExcludeClient")]
    public Task<IResult> ExcludeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/admin/clients/{uuid}/exclude")] HttpRequest request,
        string uuid,
        CancellationToken cancellationToken) => ResultAnswer.OfAsync(request, uuid, exclusion.ExcludeAsync, cancellationToken);

    [Function("IncludeClient")]
    public Task<IResult> IncludeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/admin/clients/{uuid}/include")] HttpRequest request,
        string uuid,
        CancellationToken cancellationToken) => ResultAnswer.OfAsync(request, uuid, exclusion.IncludeAsync, cancellationToken);
}
