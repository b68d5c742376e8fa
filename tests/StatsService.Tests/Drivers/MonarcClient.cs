using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace StatsService.Tests.Drivers;

/// <summary>Calls the service as a MONARC front office does: the parameters of a GET travel in a JSON body with a length.</summary>
/// <param name="token">Null: no key is sent.</param>
public sealed class MonarcClient(HttpClient http, string? token)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public string? Token => token;

    /// <summary>GET stats/.</summary>
    public Task<Answer> ListAsync(object parameters) => SendAsync("GET", "stats/", parameters);

    /// <summary>POST stats/ with a JSON array.</summary>
    public Task<Answer> PostAsync(string batch) => SendAsync("POST", "stats/", batch);

    public Task<Answer> PostAsync(params IEnumerable<PostedStat> stats) => PostAsync(PostedStat.Batch(stats));

    public Task<Answer> GetAsync(string path, object? parameters = null) => SendAsync("GET", path, parameters);

    public Task<Answer> DeleteAsync(string path) => SendAsync("DELETE", path);

    /// <param name="path">Below <c>/api/v1/</c>, or from the root with a slash before it.</param>
    /// <param name="body">Null: none; text and bytes are sent as they are, anything else as JSON.</param>
    /// <param name="change">Changes the request before it is sent.</param>
    public async Task<Answer> SendAsync(string method, string path, object? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : $"/api/v1/{path}");
        request.Headers.TryAddWithoutValidation("User-Agent", "MONARC/2.13.0");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("X-API-KEY", token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body as byte[] ?? (body is string text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(body)));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        change?.Invoke(request);
        using var response = await http.SendAsync(request, CancellationToken);
        return await Answer.ReadAsync(response, CancellationToken);
    }
}
