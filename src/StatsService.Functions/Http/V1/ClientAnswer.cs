using System.Globalization;
using Microsoft.AspNetCore.Http;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.V1;

internal static class ClientAnswer
{
    /// <param name="token">The key as the caller knows it; only its hash is stored.</param>
    public static IResult Create(int status, FieldsMask? mask, Client client, string token) => JsonAnswer.Of(
        new ClientBody(client.Name, token, ((int)client.Role).ToString(CultureInfo.InvariantCulture), client.IsSharingEnabled), WireJson.Wire.ClientBody, status, mask);
}
