namespace StatsService.Clients;

/// <summary>The registered clients; name, UUID and key are each unique.</summary>
public interface IClientStore
{
    /// <summary>One point read.</summary>
    Task<Client?> FindByTokenAsync(TokenHash token, CancellationToken cancellationToken);

    Task<Client?> FindByUuidAsync(Guid uuid, CancellationToken cancellationToken);

    Task<Client?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <returns>What is stored of the client's key; null where there is no such client.</returns>
    Task<TokenHash?> FindTokenAsync(Guid uuid, CancellationToken cancellationToken);

    /// <returns>False where the name or the key is taken; nothing is stored then.</returns>
    Task<bool> AddAsync(Client client, TokenHash token, CancellationToken cancellationToken);

    /// <summary>Applies a change to the newest state of the client; the change may be asked for more than once.</summary>
    /// <returns>The client as it is stored now; null where there is none.</returns>
    Task<Client?> UpdateAsync(Guid uuid, Func<Client, Client> change, CancellationToken cancellationToken);

    /// <summary>Gives the client another key; the old one opens nothing from then on.</summary>
    /// <returns>The client; null where there is none, or where another has the key: nothing is changed then.</returns>
    Task<Client?> ReplaceTokenAsync(Guid uuid, TokenHash token, CancellationToken cancellationToken);

    /// <summary>Forgets the client and its key, not its stats. Without effect where there is none.</summary>
    Task RemoveAsync(Guid uuid, CancellationToken cancellationToken);

    IAsyncEnumerable<Client> ListAsync(CancellationToken cancellationToken);
}
