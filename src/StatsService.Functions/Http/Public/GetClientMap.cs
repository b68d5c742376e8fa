using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Answers;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.Public;

public sealed class GetClientMap(ApiEndpoint api, ClientMap map)
{
    [Function(nameof(GetClientMap))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "map/clients.json")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PublicAsync(request, async () => new PublicAnswer(await map.GetAsync(cancellationToken)));
}
