namespace StatsService.Clients;

/// <summary>The registered clients; name, UUID and key are each unique.</summary>
public interface IClientStore
{
    /// <summary>One point read.</summary>
    Task<Client?> FindByTokenAsync(TokenHash token, CancellationToken cancellationToken);

    /// <returns>False where the name or the key is taken; nothing is stored then.</returns>
    Task<bool> AddAsync(Client client, TokenHash token, CancellationToken cancellationToken);

    /// <summary>Applies a change to the newest state of the client; the change may be asked for more than once.</summary>
    /// <returns>The client as it is stored now; null where there is none.</returns>
    Task<Client?> UpdateAsync(Guid uuid, Func<Client, Client> change, CancellationToken cancellationToken);

    IAsyncEnumerable<Client> ListAsync(CancellationToken cancellationToken);
}
