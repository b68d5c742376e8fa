using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using StatsService.Transfer;

namespace StatsService.Cli.Migration;

/// <summary>The two tables as CSV files with headers, as psql's <c>\copy … csv header</c> writes them: an empty field is NULL.</summary>
internal static class CsvTables
{
    public static IAsyncEnumerable<TransferRecord> ReadAsync(string clients, string stats, CancellationToken cancellationToken) =>
        ReadTableAsync(OriginalTables.Client, clients, cancellationToken).Concat(ReadTableAsync(OriginalTables.Stats, stats, cancellationToken));

    private static async IAsyncEnumerable<TransferRecord> ReadTableAsync(string table, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var csv = CsvReader.FromFile(path);
        await csv.ReadHeaderAsync(cancellationToken);
        var columns = OriginalTables.Columns(table, csv.Headers);
        while (await csv.ReadAsync(cancellationToken))
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}, row {csv.RowNumber}");
            yield return csv.FieldCount == columns.Length
                ? OriginalTables.ToRecord(table, columns.Index().ToDictionary(column => column.Item, column => csv.IsEmpty(column.Index) ? null : csv.GetString(column.Index)), where)
                : new UnreadableRecord(where, $"it has not the {columns.Length} columns of its header");
        }
    }
}
