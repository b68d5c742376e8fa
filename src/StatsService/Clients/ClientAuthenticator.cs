using Microsoft.Extensions.Caching.Memory;

namespace StatsService.Clients;

/// <summary>Knows the client behind a key, for a short time without asking the storage.</summary>
public sealed class ClientAuthenticator(IClientStore clients, IMemoryCache cache)
{
    /// <summary>How long a change made through another instance may stay unnoticed here.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    /// <summary>The active client with this key; null for an unknown key and for a client that is not active.</summary>
    public async ValueTask<Client?> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(token);
        if (cache.TryGetValue(hash, out Client? known))
            return known;
        var client = await clients.FindByTokenAsync(hash, cancellationToken);
        if (client is not { IsActive: true })
            return null;
        return cache.Set(hash, client, Lifetime);
    }

    /// <summary>Makes a change of the client visible at the next request with this key.</summary>
    public void Forget(string token) => cache.Remove(TokenHash.Of(token));
}
