using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.V1;

public sealed class GetMe(ApiEndpoint api)
{
    [Function(nameof(GetMe))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/client/me")] HttpRequest request) =>
        api.ClientAsync(request, checkVersion: true, call =>
            Task.FromResult(ClientAnswer.Create(StatusCodes.Status200OK, call.Mask, call.Client, call.Token)));
}
