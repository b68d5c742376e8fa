using System.Globalization;
using System.Text.Json.Serialization;
using StatsService.Clients;

namespace StatsService.Cli.Commands;

/// <summary>A client as it is shown: without its key, which nobody can see again.</summary>
internal sealed record ClientView(
    Guid Uuid, string Name, string Role, bool IsSharingEnabled, bool IsActive, bool IsExcluded, double? Latitude, double? Longitude, DateTimeOffset CreatedAt)
{
    public static IReadOnlyList<string> Head { get; } = ["NAME", "UUID", "ROLE", "SHARING", "ACTIVE", "EXCLUDED", "COORDINATES", "CREATED"];

    [JsonIgnore]
    public IReadOnlyList<string> Row =>
    [
        Name, $"{Uuid}", Role, OnOff(IsSharingEnabled), OnOff(IsActive), OnOff(IsExcluded),
        Latitude is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Latitude}, {Longitude}"),
        CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    ];

    public static ClientView Of(Client client) => new(
        client.Uuid, client.Name, client.Role == ClientRole.Admin ? "admin" : "user", client.IsSharingEnabled, client.IsActive, client.IsExcluded, client.Latitude, client.Longitude, client.CreatedAt);

    private static string OnOff(bool value) => value ? "on" : "off";
}
