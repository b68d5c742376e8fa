using System.Globalization;
using Microsoft.AspNetCore.Http;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.V1;

internal static class ClientAnswer
{
    /// <param name="token">The key as the caller knows it; only its hash is stored.</param>
    public static IResult Create(int status, FieldsMask? mask, Client client, string token) => new JsonAnswer(status, mask, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", client.Name);
        writer.WriteString("token", token);
        writer.WriteString("role", ((int)client.Role).ToString(CultureInfo.InvariantCulture));
        writer.WriteBoolean("is_sharing_enabled", client.IsSharingEnabled);
        writer.WriteEndObject();
    });
}
