using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace StatsService.Functions.Http.Contract;

/// <summary>A JSON answer of moderate size, masked as its caller wishes.</summary>
internal sealed class JsonAnswer(int status, FieldsMask? mask, Action<Utf8JsonWriter> write) : IResult
{
    /// <summary>Text is written as it is, not as escapes: the answers are JSON documents, never part of a page.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var json = Render(write);
        if (mask is not null)
        {
            using var document = JsonDocument.Parse(json);
            json = Render(writer => mask.Write(writer, document.RootElement));
        }

        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, httpContext.RequestAborted);
    }

    private static ReadOnlyMemory<byte> Render(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            write(writer);
        return buffer.WrittenMemory;
    }
}
