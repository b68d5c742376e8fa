using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace StatsService.Server.Http;

/// <summary>
/// Kestrel's own listeners. When the server stops, they refuse new connections at once, and Kestrel closes those that are open a second later. So a
/// request that was sent just then is answered; otherwise Kestrel would close its connection unread.
/// </summary>
internal sealed class DrainingListeners(SocketTransportFactory sockets) : IConnectionListenerFactory
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await sockets.BindAsync(endpoint, cancellationToken));

    private sealed class Listener(IConnectionListener listener) : IConnectionListener
    {
        public EndPoint EndPoint => listener.EndPoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => listener.AcceptAsync(cancellationToken);

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await listener.UnbindAsync(cancellationToken);
            await Task.Delay(Grace, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        public ValueTask DisposeAsync() => listener.DisposeAsync();
    }
}
