using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Edge;

namespace StatsService.Functions.Http.V1;

[Authorize, ChecksMonarcVersion, RepeatsKey]
public sealed class GetMe
{
    [Function(nameof(GetMe))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/client/me")] HttpRequest request)
    {
        var caller = Caller.Of(request);
        return ClientAnswer.Create(StatusCodes.Status200OK, FieldsMask.Of(request), caller.Client, caller.Token);
    }
}
