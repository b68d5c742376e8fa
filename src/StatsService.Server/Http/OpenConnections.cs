using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace StatsService.Server.Http;

/// <summary>
/// The connections that are open. Where there are as many as may be, a new one takes the place of the one that has been without a request for
/// longest: so connections that idle, or that send the head of a request letter by letter, shut nobody out. Where each has a request, as many
/// again wait for a place, in which time each answer ends its connection.
/// </summary>
/// <param name="most">How many may be open, and how many may wait.</param>
internal sealed class OpenConnections(int most, TimeProvider time) : IDisposable
{
    /// <summary>MONARC's own: it has given up by then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A connection that has been without a request for less may have one on its way, or its answer.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, OpenConnection> open = new();
    private readonly SemaphoreSlim places = new(0);
    private volatile int waiting;

    /// <summary>For Kestrel: around each connection.</summary>
    public ConnectionDelegate Bound(ConnectionDelegate next) => async connection =>
    {
        if ((waiting > 0 || open.Count >= most) && !await WaitForPlaceAsync(connection))
        {
            connection.Abort(new ConnectionAbortedException("Every connection that may be open has a request."));
            return;
        }

        open[connection.ConnectionId] = new OpenConnection(connection) { IdleSince = time.GetTimestamp() };
        try
        {
            await next(connection);
        }
        finally
        {
            // Not where another has its place by now.
            if (open.TryRemove(connection.ConnectionId, out _) && waiting > 0)
                places.Release();
        }
    };

    /// <summary>For the pipeline: around each request.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        var connection = open.GetValueOrDefault(context.Connection.Id);
        connection?.HasRequest = true;
        context.Response.OnStarting(() =>
        {
            if (waiting > 0)
                context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        context.Response.OnCompleted(() =>
        {
            connection?.IdleSince = time.GetTimestamp();
            connection?.HasRequest = false;
            return Task.CompletedTask;
        });
        await next(context);
    }

    public void Dispose() => places.Dispose();

    private bool MakeRoom()
    {
        var connection = open.Values.Where(one => !one.HasRequest).MinBy(one => one.IdleSince);
        if (connection is null || time.GetElapsedTime(connection.IdleSince) < Grace)
            return false;
        if (!open.TryRemove(connection.Context.ConnectionId, out _))
            return false;
        connection.Context.Abort(new ConnectionAbortedException("It has been without a request for longest, and another needs its place."));
        return true;
    }

    private async Task<bool> WaitForPlaceAsync(ConnectionContext connection)
    {
        if (Interlocked.Increment(ref waiting) > most)
        {
            Interlocked.Decrement(ref waiting);
            return false;
        }

        try
        {
            for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Patience;)
            {
                if (MakeRoom() || await places.WaitAsync(Grace, connection.ConnectionClosed))
                    return true;
            }

            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private sealed class OpenConnection(ConnectionContext context)
    {
        public ConnectionContext Context => context;

        public long IdleSince { get; set; }

        public bool HasRequest { get; set; }
    }
}
