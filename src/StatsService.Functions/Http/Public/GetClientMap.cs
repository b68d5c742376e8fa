using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Processors;

namespace StatsService.Functions.Http.Public;

public sealed class GetClientMap(ClientMap map)
{
    [Function(nameof(GetClientMap))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "map/clients.json")] HttpRequest request, CancellationToken cancellationToken) =>
        PublicAnswer.Of(request, await map.GetAsync(cancellationToken));
}
