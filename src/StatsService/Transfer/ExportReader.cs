using System.Globalization;
using System.Runtime.CompilerServices;

namespace StatsService.Transfer;

/// <summary>Reads what <see cref="StatExport"/> wrote, line by line.</summary>
public static class ExportReader
{
    public static async IAsyncEnumerable<TransferRecord> ReadAsync(TextReader file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; await file.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (line.Length > 0)
                yield return ExportLine.Read(line, string.Create(CultureInfo.InvariantCulture, $"line {number}"));
        }
    }
}
