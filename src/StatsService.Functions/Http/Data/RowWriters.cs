using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using SpreadCheetah;
using StatsService.Functions.Http.Contract;
using StatsService.Views;
using StatsService.Wire;

namespace StatsService.Functions.Http.Data;

/// <summary>Writes rows of tables into an answer, in one of the forms that programs read. Nothing is sent before the answer is flushed.</summary>
internal interface IRowWriter : IAsyncDisposable
{
    ValueTask StartAsync(DataTable table, CancellationToken cancellationToken);

    /// <param name="row">As <see cref="DataTable.RowsOf"/> has it.</param>
    ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken);

    ValueTask FinishAsync(CancellationToken cancellationToken);
}

/// <summary>RFC 4180, in UTF-8.</summary>
internal sealed class CsvRows(PipeWriter output) : IRowWriter
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public ValueTask StartAsync(DataTable table, CancellationToken cancellationToken) => WriteAsync([.. table.Columns], cancellationToken);

    public ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        for (var column = 0; column < row.Length; column++)
        {
            if (column > 0)
                output.Write(","u8);
            Encoding.UTF8.GetBytes(Spelled(row[column]), output);
        }

        output.Write("\r\n"u8);
        return ValueTask.CompletedTask;
    }

    public ValueTask FinishAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Spelled(object? value) => value switch
    {
        null => "",
        string text => Escaped(text),
        DateOnly day => day.ToWire(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // Names come from clients: what a spreadsheet would take for a formula is made text.
    private static string Escaped(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            text = "'" + text;
        return text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}

/// <summary>A JSON object a line.</summary>
internal sealed class NdjsonRows(PipeWriter output) : IRowWriter
{
    private readonly Utf8JsonWriter json = new(output, JsonAnswer.WriterOptions);
    private IReadOnlyList<string> columns = [];

    public ValueTask StartAsync(DataTable table, CancellationToken cancellationToken)
    {
        columns = table.Columns;
        return ValueTask.CompletedTask;
    }

    public async ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        json.Reset();
        json.WriteStartObject();
        foreach (var (name, value) in columns.Zip(row))
        {
            json.WritePropertyName(name);
            switch (value)
            {
                case null: json.WriteNullValue(); break;
                case double number: json.WriteNumberValue(number); break;
                case long number: json.WriteNumberValue(number); break;
                case Guid uuid: json.WriteStringValue(uuid); break;
                case DateOnly day: json.WriteStringValue(day.ToWire()); break;
                default: json.WriteStringValue((string)value); break;
            }
        }

        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        output.Write("\n"u8);
    }

    public ValueTask FinishAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => json.DisposeAsync();
}

/// <summary>A workbook with a sheet for each table; a sheet that is full goes on in another one.</summary>
internal sealed class WorkbookRows(Spreadsheet workbook) : IRowWriter
{
    private const int MostRows = 1_048_576;
    private readonly List<DataCell> cells = [];
    private DataTable table = null!;
    private int rows;
    private int sheets;

    public async ValueTask StartAsync(DataTable table, CancellationToken cancellationToken)
    {
        (this.table, sheets) = (table, 0);
        await StartSheetAsync(cancellationToken);
    }

    public async ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        if (rows == MostRows)
            await StartSheetAsync(cancellationToken);
        rows++;
        cells.Clear();
        foreach (var value in row)
        {
            cells.Add(value switch
            {
                null => default,
                double number => new DataCell(number),
                long number => new DataCell(number),
                DateOnly day => new DataCell(day.ToWire()),
                _ => new DataCell(value.ToString()),
            });
        }

        await workbook.AddRowAsync(cells, cancellationToken);
    }

    public ValueTask FinishAsync(CancellationToken cancellationToken) => workbook.FinishAsync(cancellationToken);

    public ValueTask DisposeAsync() => workbook.DisposeAsync();

    private async ValueTask StartSheetAsync(CancellationToken cancellationToken)
    {
        sheets++;
        rows = 0;
        await workbook.StartWorksheetAsync(sheets == 1 ? table.Name : $"{table.Name} {sheets}", token: cancellationToken);
        await WriteAsync([.. table.Columns], cancellationToken);
    }
}
