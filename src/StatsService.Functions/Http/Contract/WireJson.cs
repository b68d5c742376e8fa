using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StatsService.Functions.Http.Contract;

/// <summary>The JSON of all answers but those that are computed or copied as bytes. Names are the wire's: <c>is_sharing_enabled</c>.</summary>
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(InvalidBody))]
[JsonSerializable(typeof(AboutBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(ClientBody))]
[JsonSerializable(typeof(ResultBody))]
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
