using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace StatsService.Server.Http;

/// <summary>
/// The connections that are open. Where there are as many as may be, a new one takes the place of the one that has been without a request for
/// longest: so connections that idle, or that send the head of a request letter by letter, shut nobody out.
/// </summary>
internal sealed class OpenConnections(int most, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, OpenConnection> open = new();

    /// <summary>For Kestrel: around each connection.</summary>
    public ConnectionDelegate Bound(ConnectionDelegate next) => async connection =>
    {
        if (open.Count >= most && !MakeRoom())
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
            open.TryRemove(connection.ConnectionId, out _);
        }
    };

    /// <summary>For the pipeline: around each request.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        var connection = open.GetValueOrDefault(context.Connection.Id);
        connection?.HasRequest = true;
        try
        {
            await next(context);
        }
        finally
        {
            connection?.IdleSince = time.GetTimestamp();
            connection?.HasRequest = false;
        }
    }

    private bool MakeRoom()
    {
        var (id, connection) = open.Where(one => !one.Value.HasRequest).MinBy(one => one.Value.IdleSince);
        if (connection is null)
            return false;
        if (open.TryRemove(id, out _))
            connection.Context.Abort(new ConnectionAbortedException("It has been without a request for longest, and another needs its place."));
        return true;
    }

    private sealed class OpenConnection(ConnectionContext context)
    {
        public ConnectionContext Context => context;

        public long IdleSince { get; set; }

        public bool HasRequest { get; set; }
    }
}
