using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace StatsService.Functions.Http.Contract;

/// <summary>A JSON answer of moderate size, masked as its caller wishes. It has a length, as callers of the original are used to.</summary>
internal sealed class JsonAnswer : IResult
{
    private readonly int status;
    private readonly FieldsMask? mask;
    private readonly Action<Utf8JsonWriter> write;

    private JsonAnswer(int status, FieldsMask? mask, Action<Utf8JsonWriter> write)
    {
        (this.status, this.mask, this.write) = (status, mask, write);
    }

    /// <summary>Text is written as it is, not as escapes: the answers are JSON documents, never part of a page.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = WireJson.Wire.Options.Encoder };

    public static IResult Of<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, FieldsMask? mask = null) =>
        new JsonAnswer(status, mask, writer => JsonSerializer.Serialize(writer, value, type));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        using (var writer = new Utf8JsonWriter(response.BodyWriter, WriterOptions))
        {
            if (mask is null)
                write(writer);
            else
                WriteMasked(writer, mask);
        }

        // After the caller has hung up nothing is kept, which is no length of the answer.
        if (response.BodyWriter.UnflushedBytes is > 0 and var length)
            response.ContentLength = length;
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private void WriteMasked(Utf8JsonWriter writer, FieldsMask mask)
    {
        var whole = new ArrayBufferWriter<byte>();
        using (var unmasked = new Utf8JsonWriter(whole, WriterOptions))
            write(unmasked);
        using var document = JsonDocument.Parse(whole.WrittenMemory);
        mask.Write(writer, document.RootElement);
    }
}
