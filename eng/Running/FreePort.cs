using System.Net;
using System.Net.Sockets;

namespace StatsService.Running;

/// <summary>Ports of this machine on which nothing listens yet.</summary>
public static class FreePort
{
    public static int Find() => Find(1)[0];

    /// <summary>Several ports, each another.</summary>
    public static int[] Find(int count)
    {
        List<TcpListener> listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
