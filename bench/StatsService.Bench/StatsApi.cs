using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace StatsService.Bench;

/// <summary>What came back: how long until its last byte, how large it was, and what it cost the storage where the service tells.</summary>
/// <param name="RetryAfter">What a service that refuses for now asks for.</param>
internal sealed record Reply(HttpStatusCode Status, double Milliseconds, long Bytes, int? StorageOperations, TimeSpan? RetryAfter)
{
    /// <summary>Bytes of managed memory that the instance allocated since it was started, where it tells.</summary>
    public long? Allocated { get; init; }

    /// <summary>How often the instance asked its storage for what since it was started, where it tells.</summary>
    public IReadOnlyDictionary<string, long> AllOperations { get; init; } = new Dictionary<string, long>();
}

/// <summary>Calls the service as MONARC does: the key in X-API-KEY, the parameters of a GET in its JSON body.</summary>
internal sealed class StatsApi(Uri url, string? token = null, int connections = 4) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
    {
        BaseAddress = url,
        Timeout = TimeSpan.FromMinutes(5),
    };

    public string? Key => token;

    public StatsApi WithKey(string key) => new(url, key, connections);

    /// <summary>Reads the answer to its end and throws it away.</summary>
    public async Task<Reply> SendAsync(Call call, CancellationToken cancellation)
    {
        using var request = Request(call.Method, call.Path, call.Body);
        if (call.Encoding is not null)
            request.Headers.Add("Accept-Encoding", call.Encoding);
        var started = Stopwatch.GetTimestamp();
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var bytes = await LengthAsync(response, cancellation);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return new Reply(response.StatusCode, elapsed, bytes, (int?)Number(response, "X-Storage-Operations"), response.Headers.RetryAfter?.Delta)
        {
            Allocated = Number(response, "X-Allocated-Bytes"),
            AllOperations = AllOperations(response),
        };
    }

    /// <summary>The whole answer, for what is small or compared.</summary>
    /// <param name="fields">A fields mask; null: the whole answer.</param>
    public async Task<(HttpStatusCode Status, byte[] Body)> ReadAsync(HttpMethod method, string path, object? body, CancellationToken cancellation, string? fields = null)
    {
        using var request = Request(method, path, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body));
        if (fields is not null)
            request.Headers.Add("X-Fields", fields);
        using var response = await http.SendAsync(request, cancellation);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (token is not null)
            request.Headers.Add("X-API-KEY", token);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        return request;
    }

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && long.TryParse(values.First(), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Dictionary<string, long> AllOperations(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-All-Storage-Operations", out var values)
            ? values.First().Split(", ").Select(count => count.Split('=')).ToDictionary(count => count[0], count => long.Parse(count[1], CultureInfo.InvariantCulture))
            : [];

    private static async Task<long> LengthAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        long length = 0;
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
            length += read;
        ArrayPool<byte>.Shared.Return(buffer);
        return length;
    }
}
