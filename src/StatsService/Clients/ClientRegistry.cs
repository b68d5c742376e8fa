using Microsoft.Extensions.Logging;
using StatsService.Wire;

namespace StatsService.Clients;

/// <param name="Token">The client's key: known this once, stored as a hash only.</param>
public sealed record Registration(Client Client, string Token);

/// <summary>Registers clients and records what they agreed to.</summary>
public sealed partial class ClientRegistry(ClientStore clients, TimeProvider time, ILogger<ClientRegistry> logger)
{
    /// <param name="token">Null: the service makes a key.</param>
    /// <returns>Null where the name or the key is taken.</returns>
    public async Task<Registration?> RegisterAsync(
        string name, bool isSharingEnabled, string? token, CancellationToken cancellationToken, ClientRole role = ClientRole.User)
    {
        token ??= TokenHash.NewToken();
        var client = new Client
        {
            Uuid = Guid.NewGuid(),
            Name = name,
            Role = role,
            IsSharingEnabled = isSharingEnabled,
            CreatedAt = time.GetUtcNow(),
        };
        if (!await clients.AddAsync(client, TokenHash.Of(token), cancellationToken))
            return null;
        if (TokenHash.IsShort(token))
            Log.ShortToken(logger, client.Uuid, TokenHash.SafeLength);
        return new Registration(client, token);
    }

    /// <param name="nameOrUuid">A name wins over a UUID that is spelled the same.</param>
    public async Task<Client?> FindAsync(string nameOrUuid, CancellationToken cancellationToken) =>
        await clients.FindByNameAsync(nameOrUuid, cancellationToken)
            ?? (WireText.TryParseUuid(nameOrUuid, out var uuid) ? await clients.FindByUuidAsync(uuid, cancellationToken) : null);

    /// <summary>Replaces the client's key; the old one is refused at once, by instances that used it lately within ten seconds.</summary>
    /// <param name="token">Null: the service makes a key.</param>
    /// <returns>Null where another client has the key, or there is no such client.</returns>
    public async Task<Registration?> RotateTokenAsync(Guid uuid, string? token, CancellationToken cancellationToken)
    {
        token ??= TokenHash.NewToken();
        return await clients.ReplaceTokenAsync(uuid, TokenHash.Of(token), cancellationToken) is { } client ? new Registration(client, token) : null;
    }

    /// <summary>Lets the client in again.</summary>
    public Task<Client?> ActivateAsync(Guid uuid, CancellationToken cancellationToken) =>
        clients.UpdateAsync(uuid, client => client with { IsActive = true }, cancellationToken);

    /// <summary>Shuts the client out, on instances that know it within ten seconds; its stats stay.</summary>
    public Task<Client?> DeactivateAsync(Guid uuid, CancellationToken cancellationToken) =>
        clients.UpdateAsync(uuid, client => client with { IsActive = false }, cancellationToken);

    /// <summary>Puts the client on the map, or, both null, takes it off.</summary>
    public Task<Client?> SetCoordinatesAsync(Guid uuid, double? latitude, double? longitude, CancellationToken cancellationToken) =>
        clients.UpdateAsync(uuid, client => client with { Latitude = latitude, Longitude = longitude }, cancellationToken);

    public Task<Client?> SetSharingAsync(Guid uuid, bool isEnabled, CancellationToken cancellationToken) =>
        clients.UpdateAsync(
            uuid,
            client => client with
            {
                IsSharingEnabled = isEnabled,
                SharingSince = isEnabled && !client.IsSharingEnabled ? time.GetUtcNow() : client.SharingSince,
            },
            cancellationToken);

    private static partial class Log
    {
        // By UUID: a name may be the same as the key, which no log may show.
        [LoggerMessage(LogLevel.Warning, "The client {Client} was registered with a key of fewer than {Characters} characters, which can be guessed. Give it a longer one with `stats client rotate-token`, and set that in its front office.")]
        public static partial void ShortToken(ILogger logger, Guid client, int characters);
    }
}
