using System.Net;
using System.Text.Json;

namespace StatsService.Bench;

/// <summary>One request to measure, and the only status that counts as its success.</summary>
internal sealed record Call(HttpMethod Method, string Path, byte[]? Body = null, HttpStatusCode Expected = HttpStatusCode.OK, string? Encoding = null)
{
    public static Call Get(string path, object? parameters = null) =>
        new(HttpMethod.Get, path, parameters is null ? null : JsonSerializer.SerializeToUtf8Bytes(parameters));

    public static Call PostStats(byte[] batch) => new(HttpMethod.Post, "api/v1/stats/", batch, HttpStatusCode.Created);

    public async Task<Reply> SendAsync(StatsApi api, CancellationToken cancellation)
    {
        var reply = await api.SendAsync(this, cancellation);
        return reply.Status == Expected
            ? reply
            : throw new BenchException($"{Method} {Path} was answered with {(int)reply.Status} instead of {(int)Expected}: the figures would not be those of a success. The service's log says more.");
    }
}
