using Microsoft.AspNetCore.Http;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.V1;

/// <summary>Whether a change of a client was made, as the original spells it.</summary>
internal static class ResultAnswer
{
    /// <param name="changed">Null: there is no such client.</param>
    public static IResult Of(Client? changed, FieldsMask? mask) => changed is null
        ? JsonAnswer.Of(new ResultBody("KO", "No client has this UUID."), WireJson.Wire.ResultBody, StatusCodes.Status400BadRequest)
        : JsonAnswer.Of(new ResultBody("OK", null), WireJson.Wire.ResultBody, mask: mask);
}
