using System.Text.Json.Nodes;

namespace StatsService.Tests.Functions.Documentation;

/// <summary>One call of the described API.</summary>
public sealed record DescribedCall(ApiDescription Api, string Path, string Method, JsonObject Operation)
{
    /// <summary>As the route of its function.</summary>
    public string Route => $"{Method} {Path.Trim('/')}";

    public bool IsPublic => Operation["security"] is JsonArray;

    public bool IsForAdmins => Operation["tags"]![0]!.GetValue<string>() == "Administration";

    public JsonNode? BodyExample => Operation["requestBody"]?["content"]?["application/json"]?["example"];

    /// <summary>The status of the answer that all goes well with.</summary>
    public int Success => Responses.Select(response => int.Parse(response.Key)).Min();

    public JsonObject Responses => Operation["responses"]!.AsObject();

    /// <summary>The path with the examples of its parameters.</summary>
    public string ExamplePath(string client)
    {
        var path = Path.Replace("{uuid}", client, StringComparison.Ordinal);
        var query = new List<string>();
        foreach (var parameter in Parameters())
        {
            var (name, example) = (parameter["name"]!.GetValue<string>(), parameter["example"]);
            if (example is null)
                continue;
            var text = example is JsonArray list ? $"{list[0]}" : $"{example}";
            if (parameter["in"]!.GetValue<string>() == "query")
                query.Add($"{name}={text}");
            else
                path = path.Replace($"{{{name}}}", text, StringComparison.Ordinal);
        }

        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    /// <summary>What is wrong with an answer of this status; null: nothing.</summary>
    public string? Check(Answer answer)
    {
        if (Responses[$"{answer.Status}"] is not { } response)
            return $"{Route}: the status {answer.Status} is not described.";
        var content = Api.Resolve(response)["content"]?["application/json"];
        if (content is null)
            return answer.Body.Length == 0 ? null : $"{Route}: {answer.Status} has a body that is not described.";
        return Api.Check(content["schema"]!, JsonNode.Parse(answer.Body)) is { } problem ? $"{Route}: {answer.Status} {answer.Text} {problem}" : null;
    }

    private IEnumerable<JsonObject> Parameters() =>
        ((JsonArray?[])[Operation["parameters"] as JsonArray, Api.Paths[Path]!["parameters"] as JsonArray])
            .SelectMany(list => list ?? []).Select(parameter => Api.Resolve(parameter!));
}
