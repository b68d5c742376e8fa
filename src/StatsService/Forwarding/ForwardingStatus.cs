using StatsService.Clients;

namespace StatsService.Forwarding;

/// <param name="WaitingSince">When the oldest arrived that waits for being forwarded, whether or not the client shares; null: nothing waits.</param>
/// <param name="Refused">Stats that the remote instance refused and that are set aside.</param>
public sealed record ClientForwarding(Client Client, ForwardingState State, DateTimeOffset? WaitingSince, int Refused);

/// <summary>Tells administrators how forwarding goes for each client.</summary>
public sealed class ForwardingStatus(ClientStore clients, ForwardingStore store)
{
    /// <summary>Three small reads a client.</summary>
    public IAsyncEnumerable<ClientForwarding> ListAsync(CancellationToken cancellationToken) =>
        clients.ListAsync(cancellationToken).Select(async (Client client, CancellationToken token) => await OfAsync(client, token));

    /// <inheritdoc cref="ListAsync"/>
    public async Task<ClientForwarding> OfAsync(Client client, CancellationToken cancellationToken)
    {
        var state = store.ReadStateAsync(client.Uuid, cancellationToken);
        var oldest = store.ReadOutboxAsync(client.Uuid, cancellationToken).FirstOrDefaultAsync(cancellationToken);
        var refused = store.ListRefusedAsync(client.Uuid, cancellationToken).CountAsync(cancellationToken);
        return new ClientForwarding(client, await state, (await oldest)?.ArrivedAt, await refused);
    }
}
