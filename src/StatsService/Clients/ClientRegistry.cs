namespace StatsService.Clients;

/// <param name="Token">The client's key: known this once, stored as a hash only.</param>
public sealed record Registration(Client Client, string Token);

/// <summary>Registers clients and records what they agreed to.</summary>
public sealed class ClientRegistry(IClientStore clients, TimeProvider time)
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
        return await clients.AddAsync(client, TokenHash.Of(token), cancellationToken) ? new Registration(client, token) : null;
    }

    public Task<Client?> SetSharingAsync(Guid uuid, bool isEnabled, CancellationToken cancellationToken) =>
        clients.UpdateAsync(
            uuid,
            client => client with
            {
                IsSharingEnabled = isEnabled,
                SharingSince = isEnabled && !client.IsSharingEnabled ? time.GetUtcNow() : client.SharingSince,
            },
            cancellationToken);
}
