using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace StatsService.Server.Http;

/// <summary>
/// Kestrel's own listeners, which when the server stops refuse new connections a while before Kestrel closes those that are open. A request
/// that was sent just then is answered; without the while, Kestrel would close its connection unread.
/// </summary>
internal sealed class DrainingListeners(SocketTransportFactory sockets) : IConnectionListenerFactory
{
    private static readonly TimeSpan While = TimeSpan.FromSeconds(1);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await sockets.BindAsync(endpoint, cancellationToken));

    private sealed class Listener(IConnectionListener listener) : IConnectionListener
    {
        public EndPoint EndPoint => listener.EndPoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => listener.AcceptAsync(cancellationToken);

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await listener.UnbindAsync(cancellationToken);
            await Task.Delay(While, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        public ValueTask DisposeAsync() => listener.DisposeAsync();
    }
}
