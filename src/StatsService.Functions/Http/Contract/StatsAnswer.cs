using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StatsService.Ingestion;
using StatsService.Stats;

namespace StatsService.Functions.Http.Contract;

/// <param name="Offset">As it was asked for, like <paramref name="Limit"/>.</param>
internal sealed record StatsMetadata(int Count, long? Offset = 0, long? Limit = 0);

/// <summary>An answer of stats of any size: each stat's data is copied as it was sent, and never are all in memory at once.</summary>
/// <param name="metadata">Null: a plain array.</param>
internal sealed class StatsAnswer(int status, FieldsMask? mask, StatsMetadata? metadata, IEnumerable<Stat> stats) : IResult
{
    private const int FlushBytes = 256 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json";
        var output = httpContext.Response.BodyWriter;
        if (metadata is null)
        {
            await WriteArrayAsync(output, mask, httpContext.RequestAborted);
            await FinishAsync(httpContext);
            return;
        }

        FieldsMask? metadataMask = null, dataMask = null;
        var withMetadata = mask is null || mask.Selects("metadata", out metadataMask);
        var withData = mask is null || mask.Selects("data", out dataMask);
        output.Write("{"u8);
        if (withMetadata)
            WriteMetadata(output, metadata, metadataMask);
        if (withMetadata && withData)
            output.Write(","u8);
        if (withData)
        {
            output.Write("\"data\":"u8);
            await WriteArrayAsync(output, dataMask, httpContext.RequestAborted);
        }

        output.Write("}"u8);
        await FinishAsync(httpContext);
    }

    // What was never flushed is the whole answer, whose length is known then; nothing is left where the caller has hung up.
    private static async Task FinishAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (!response.HasStarted && response.BodyWriter.UnflushedBytes is > 0 and var length)
            response.ContentLength = length;
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private static void WriteMetadata(PipeWriter output, StatsMetadata metadata, FieldsMask? mask)
    {
        output.Write("\"metadata\":"u8);
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        Write("count", metadata.Count);
        Write("offset", metadata.Offset);
        Write("limit", metadata.Limit);
        writer.WriteEndObject();

        void Write(string name, long? number)
        {
            if (mask is null || mask.Selects(name, out _))
                writer.WriteString(name, number?.ToString(CultureInfo.InvariantCulture));
        }
    }

    private async Task WriteArrayAsync(PipeWriter output, FieldsMask? statMask, CancellationToken cancellationToken)
    {
        output.Write("["u8);
        var first = true;
        foreach (var stat in stats)
        {
            if (!first)
                output.Write(","u8);
            first = false;
            if (statMask is null)
                StatJson.Write(output, stat);
            else
                WriteMasked(output, stat, statMask);
            if (output.UnflushedBytes > FlushBytes)
                await output.FlushAsync(cancellationToken);
        }

        output.Write("]"u8);
    }

    private static void WriteMasked(PipeWriter output, Stat stat, FieldsMask mask)
    {
        var whole = new ArrayBufferWriter<byte>();
        StatJson.Write(whole, stat);
        using var document = JsonDocument.Parse(whole.WrittenMemory, new JsonDocumentOptions { MaxDepth = StatBatchReader.MaxDepth + 1 });
        using var writer = new Utf8JsonWriter(output, JsonAnswer.WriterOptions);
        mask.Write(writer, document.RootElement);
    }
}
