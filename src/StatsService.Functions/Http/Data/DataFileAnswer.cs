using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SpreadCheetah;
using StatsService.Mosp;
using StatsService.Views;

namespace StatsService.Functions.Http.Data;

/// <summary>Tables as a file of any size: a day at a time is in memory, and the next is read when the one before is sent.</summary>
/// <param name="format">The ending of the file's name.</param>
internal sealed class DataFileAnswer(AllData data, IReadOnlyList<DataTable> tables, string fileName, string format, Language language) : IResult
{
    /// <summary>About what it holds in memory.</summary>
    public const int Bytes = 4 * 1024 * 1024;

    private const int FlushBytes = 256 * 1024;

    private static readonly Dictionary<string, string> Types = new()
    {
        ["csv"] = "text/csv; charset=utf-8",
        ["ndjson"] = "application/x-ndjson",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellation) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = Types[format];
        response.Headers.CacheControl = "public, max-age=600";
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"{fileName}.{format}" }.ToString();
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        var names = await data.ReadNamesAsync(language, cancellation);
        await using var rows = await WriterAsync(response.BodyWriter, cancellation);
        foreach (var table in tables)
        {
            await rows.StartAsync(table, cancellation);
            await foreach (var day in data.ReadDaysAsync(table.Type, cancellation))
            {
                await data.InTurnAsync(
                    async () =>
                    {
                        foreach (var row in table.RowsOf(day, names))
                            await rows.WriteAsync(row, cancellation);
                        return 0;
                    },
                    cancellation);
                if (response.BodyWriter.UnflushedBytes > FlushBytes)
                    await response.BodyWriter.FlushAsync(cancellation);
            }
        }

        await rows.FinishAsync(cancellation);
        await response.BodyWriter.FlushAsync(cancellation);
    }

    private async Task<IRowWriter> WriterAsync(PipeWriter output, CancellationToken cancellationToken) => format switch
    {
        "csv" => new CsvRows(output),
        "ndjson" => new NdjsonRows(output),
        // What is written to the stream stays in the pipe until that is flushed.
        _ => new WorkbookRows(await Spreadsheet.CreateNewAsync(output.AsStream(leaveOpen: true), new SpreadCheetahOptions { CompressionLevel = SpreadCheetahCompressionLevel.Fastest }, cancellationToken)),
    };
}
