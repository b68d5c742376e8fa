using System.Text.Json;
using System.Text.Json.Serialization;

namespace StatsService.Functions.Http.Contract;

internal sealed record ErrorBody([property: JsonPropertyName("Error")] string Error);

internal sealed record MessageBody(string Message);

internal sealed record InvalidBody(string Message, IReadOnlyDictionary<string, string> Errors);

internal sealed record AboutBody(string Version, string VersionUrl, string ApiV1Root, string Contact, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] License? DataLicense);

/// <summary>Under which anybody may use what the instance publishes.</summary>
/// <param name="Url">The page that holds it; null: it has none.</param>
internal sealed record License(string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url);

internal sealed record HealthBody(
    string Status, string Version, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? AggregationOldestPendingSeconds);

internal sealed record ClientBody(string Name, string Token, string Role, bool IsSharingEnabled);

internal sealed record ResultBody(string Result, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Stderr);

internal sealed record ProcessorBody(string Name, string Description);

internal sealed record ProcessedBody(string Type, string Processor, [property: JsonConverter(typeof(FinishedJson))] ReadOnlyMemory<byte> Data);

/// <summary>JSON that is finished already, copied as it is.</summary>
internal sealed class FinishedJson : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) => writer.WriteRawValue(value.Span, skipInputValidation: true);
}
