using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace StatsService.Tests.Drivers;

/// <summary>What the service answered.</summary>
public sealed record Answer(int Status, HttpResponseHeaders Headers, string? ContentType, byte[] Body)
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 1000 };

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body, Deep);

    /// <summary>The stats of a list, or of a plain array of stats.</summary>
    public IReadOnlyList<JsonElement> Stats =>
        [.. (Json is { ValueKind: JsonValueKind.Object } list ? list.GetProperty("data") : Json).EnumerateArray()];

    public IEnumerable<string> Uuids => Stats.Select(stat => stat.GetProperty("uuid").GetString()!);

    /// <summary>The stats' data as the answer spells it, by UUID.</summary>
    public Dictionary<string, string> DataByUuid =>
        Stats.ToDictionary(stat => stat.GetProperty("uuid").GetString()!, stat => stat.GetProperty("data").GetRawText());

    public string? Message => Json.TryGetProperty("message", out var message) ? message.GetString() : null;

    public IEnumerable<string> ErrorFields => Json.GetProperty("errors").EnumerateObject().Select(error => error.Name);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) => new(
        (int)response.StatusCode,
        response.Headers,
        response.Content.Headers.ContentType?.ToString(),
        await response.Content.ReadAsByteArrayAsync(cancellationToken));

    public Answer Is(int status)
    {
        Assert.True(Status == status, $"The answer is {Status}, not {status}: {Text[..Math.Min(Text.Length, 500)]}");
        return this;
    }
}
