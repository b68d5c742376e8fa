using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StatsService.Tests.Functions;

/// <summary>One call of the recorded conversation with what has to be answered. A step without expectation prepares those after it.</summary>
public sealed partial class RecordedStep(JsonElement step)
{
    private const string ContentType = "Content-Type";

    public string Name { get; } = step.GetProperty("name").GetString()!;

    public string Call { get; } = $"{step.GetProperty("method").GetString()} {step.GetProperty("path").GetString()}";

    public bool IsWrite { get; } = step.GetProperty("method").GetString() != "GET";

    public JsonElement? Expected { get; } = Find(step, "expect");

    /// <summary>Whether the answer may follow later, from what is computed in the background.</summary>
    public bool IsEventual => Expected is { } expected && Find(expected, "eventually")?.GetBoolean() == true;

    /// <summary>The conversation in its order; <c>@D-3@</c> in it is the day three days before the given one.</summary>
    public static IReadOnlyList<RecordedStep> ReadAll(DateOnly today) =>
    [
        .. from file in Directory.GetFiles(Path.Combine(Repository.Root, "tests/StatsService.Tests/Functions/Recording"), "*.json").Order(StringComparer.Ordinal)
           let text = DayPattern().Replace(File.ReadAllText(file), match => today.AddDays(int.Parse(match.Groups[1].Value)).ToString("yyyy-MM-dd"))
           from recorded in JsonSerializer.Deserialize<List<JsonElement>>(text)!
           select new RecordedStep(recorded),
    ];

    /// <param name="tokens">The keys of the callers whom the recording names.</param>
    public HttpRequestMessage CreateRequest(IReadOnlyDictionary<string, string> tokens)
    {
        var request = new HttpRequestMessage(new HttpMethod(step.GetProperty("method").GetString()!), step.GetProperty("path").GetString());
        var headers = Find(step, "headers")?.EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!) ?? [];
        headers.TryAdd("User-Agent", "conformance/1");
        if ((Find(step, "json")?.GetRawText() ?? Find(step, "raw")?.GetString()) is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (Find(step, "noContentType") is null)
                headers.TryAdd(ContentType, "application/json");
        }

        if (headers.Remove(ContentType, out var contentType))
            (request.Content ??= new ByteArrayContent([])).Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (step.GetProperty("as").GetString() is { } caller)
            headers["X-API-KEY"] = caller.StartsWith("key:", StringComparison.Ordinal) ? caller["key:".Length..] : tokens[caller];
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static JsonElement? Find(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value : null;

    [GeneratedRegex("@D([+-][0-9]+)@")]
    private static partial Regex DayPattern();
}
