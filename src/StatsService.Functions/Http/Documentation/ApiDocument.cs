using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Functions.Http.Documentation;

/// <summary>
/// The description of the API, written once, in the parts under <c>openapi/</c>, and given out in the two forms that tools know.
/// Tests hold every part of it against the running service.
/// </summary>
public sealed class ApiDocument
{
    private readonly JsonObject swagger;

    /// <exception cref="InvalidOperationException">The parts don't make a valid document.</exception>
    public ApiDocument()
    {
        var (document, diagnostic) = OpenApiDocument.Parse(Compose().ToJsonString(), OpenApiConstants.Json);
        if (document is null || diagnostic is null || diagnostic.Errors.Count > 0)
            throw new InvalidOperationException($"The description of the API is not valid: {string.Join(' ', diagnostic?.Errors.Select(error => error.ToString()) ?? [])}");
        OpenApi = Serialize(document.SerializeAsV31);
        // Swagger 2.0 knows no relative address.
        document.Servers = [];
        swagger = JsonNode.Parse(Serialize(document.SerializeAsV2))!.AsObject();
    }

    /// <summary>OpenAPI 3.1; the server's address is relative to that of the document.</summary>
    public string OpenApi { get; }

    /// <summary>Swagger 2.0.</summary>
    /// <param name="address">Where the instance is seen from outside.</param>
    /// <exception cref="InvalidInputException">That can't be read.</exception>
    public string Swagger(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var instance))
            throw new InvalidInputException("The address that the request was sent to can't be read. Set INSTANCE_URL, or check what the reverse proxy sends in X-Forwarded-Host and X-Forwarded-Proto.");
        var addressed = swagger.DeepClone().AsObject();
        addressed["host"] = instance.Authority;
        addressed["basePath"] = instance.AbsolutePath;
        addressed["schemes"] = new JsonArray(instance.Scheme);
        return addressed.ToJsonString();
    }

    private static JsonObject Compose()
    {
        var whole = new JsonObject();
        var assembly = typeof(ApiDocument).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(".Documentation.openapi.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var part = assembly.GetManifestResourceStream(name)!;
            Merge(JsonNode.Parse(part)!.AsObject(), whole);
        }

        whole["info"]!["version"] = ServiceVersion.Current;
        var schemas = whole["components"]!["schemas"]!;
        schemas["StatType"]!["enum"] = Texts(StatTypes.Names);
        schemas["Processor"]!["enum"] = Texts(ProcessorCatalogue.All.Select(processor => processor.Name));
        return whole;
    }

    private static void Merge(JsonObject part, JsonObject whole)
    {
        foreach (var (name, value) in part)
        {
            if (whole[name] is JsonObject there)
                Merge(value!.AsObject(), there);
            else
                whole[name] = value!.DeepClone();
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => JsonSerializer.SerializeToNode(texts)!.AsArray();

    private static string Serialize(Action<IOpenApiWriter> serialize)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        serialize(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        return text.ToString();
    }
}
