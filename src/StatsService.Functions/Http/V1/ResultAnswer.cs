using Microsoft.AspNetCore.Http;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;
using StatsService.Wire;

namespace StatsService.Functions.Http.V1;

/// <summary>Whether a change of a client was made, as the original spells it.</summary>
internal static class ResultAnswer
{
    /// <param name="uuid">Of the client, as the address spells it.</param>
    /// <param name="change">Returns null where there is no such client.</param>
    public static async Task<IResult> OfAsync(HttpRequest request, string uuid, Func<Guid, CancellationToken, Task<Client?>> change, CancellationToken cancellationToken)
    {
        var mask = FieldsMask.Of(request);
        return WireText.TryParseUuid(uuid, out var client) && await change(client, cancellationToken) is not null
            ? JsonAnswer.Of(new ResultBody("OK", null), WireJson.Wire.ResultBody, mask: mask)
            : JsonAnswer.Of(new ResultBody("KO", "No client has this UUID."), WireJson.Wire.ResultBody, StatusCodes.Status400BadRequest);
    }
}
