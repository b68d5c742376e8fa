using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StatsService.Functions.Http.About;
using StatsService.Functions.Http.Public;
using StatsService.Functions.Http.V1;

namespace StatsService.Functions.Http.Contract;

/// <summary>The JSON of all answers but those that are computed or copied as bytes. Names are the wire's: <c>is_sharing_enabled</c>.</summary>
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(InvalidBody))]
[JsonSerializable(typeof(AboutBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(ClientBody))]
[JsonSerializable(typeof(SharingBody))]
[JsonSerializable(typeof(IEnumerable<ProcessorBody>))]
[JsonSerializable(typeof(ProcessedBody))]
[JsonSerializable(typeof(StatusBody))]
internal sealed partial class WireJson : JsonSerializerContext
{
    public static WireJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>JSON that is finished already, copied as it is.</summary>
internal sealed class FinishedJson : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) => writer.WriteRawValue(value.Span, skipInputValidation: true);
}
