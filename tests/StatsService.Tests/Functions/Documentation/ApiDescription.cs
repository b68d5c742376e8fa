using System.Text.Json.Nodes;
using Json.Schema;

namespace StatsService.Tests.Functions.Documentation;

/// <summary>The API's description as the service gives it out, OpenAPI 3.1.</summary>
public sealed class ApiDescription(JsonNode document)
{
    private static readonly string[] Methods = ["get", "post", "patch", "delete", "put"];

    public JsonObject Paths => document["paths"]!.AsObject();

    public IEnumerable<DescribedCall> Calls =>
        from path in Paths
        from operation in path.Value!.AsObject()
        where Methods.Contains(operation.Key)
        select new DescribedCall(this, path.Key, operation.Key.ToUpperInvariant(), operation.Value!.AsObject());

    /// <summary>Every example with its schema.</summary>
    public IEnumerable<(string Place, JsonNode Schema, JsonNode Example)> Examples => FindExamples(document, "");

    public JsonObject Resolve(JsonNode node)
    {
        if (node["$ref"]?.GetValue<string>() is not { } reference)
            return node.AsObject();
        return reference.Split('/').Skip(1).Aggregate(document, (found, name) => found[name]!).AsObject();
    }

    /// <summary>Where a value breaks a schema; null: nowhere.</summary>
    public string? Check(JsonNode schema, JsonNode? value)
    {
        var whole = new JsonObject { ["$defs"] = document["components"]!["schemas"]!.DeepClone(), ["allOf"] = new JsonArray(schema.DeepClone()) };
        var results = JsonSchema.FromText(whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))
            .Evaluate(value, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return results.IsValid ? null : string.Join(' ', results.Details.Where(detail => detail.HasErrors).Select(detail => $"{detail.InstanceLocation}: {string.Join(' ', detail.Errors!.Values)}"));
    }

    private static IEnumerable<(string, JsonNode, JsonNode)> FindExamples(JsonNode? node, string place) => node switch
    {
        JsonObject parent => parent
            .SelectMany(member => FindExamples(member.Value, $"{place}/{member.Key}"))
            .Concat(parent["schema"] is { } schema && parent["example"] is { } example ? [(place, schema, example)] : []),
        JsonArray list => list.SelectMany((item, index) => FindExamples(item, $"{place}/{index}")),
        _ => [],
    };
}
