using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using StatsService.Transfer;

namespace StatsService.Cli.Migration;

/// <summary>A plain dump of <c>pg_dump</c>: of all that is in it, the rows of the two tables, in COPY's text format.</summary>
internal static partial class CopyDump
{
    /// <exception cref="RefusalException">It is no such dump, it ends too early, or the head of a table names a column twice.</exception>
    public static async IAsyncEnumerable<TransferRecord> ReadAsync(TextReader dump, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tables = 0;
        for (var number = 1; await dump.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (Copy().Match(line) is not { Success: true } copy)
                continue;
            tables++;
            var table = copy.Groups["table"].Value;
            var columns = OriginalTables.Columns(table, copy.Groups["columns"].Value.Split(',').Select(column => column.Trim().Trim('"')));
            for (number++; (line = await dump.ReadLineAsync(cancellationToken)) is not @"\."; number++)
            {
                if (line is null)
                    throw new RefusalException($"The dump ends within the table {table}: dump it again. What was read until now is imported.");
                var values = line.Split('\t');
                var where = string.Create(CultureInfo.InvariantCulture, $"line {number}");
                yield return values.Length == columns.Length
                    ? OriginalTables.ToRecord(table, columns.Zip(values).ToDictionary(pair => pair.First, pair => Unescape(pair.Second)), where)
                    : new UnreadableRecord(where, $"it has not the {columns.Length} columns of its table");
            }
        }

        if (tables == 0)
            throw new RefusalException("This is neither an export, nor a dump of the tables client and stats in pg_dump's plain format; nothing was done.");
    }

    private static string? Unescape(string value)
    {
        if (value == @"\N")
            return null;
        var backslash = value.IndexOf('\\', StringComparison.Ordinal);
        if (backslash < 0)
            return value;
        var text = new StringBuilder(value, 0, backslash, value.Length);
        for (var i = backslash; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length)
                text.Append(value[i]);
            else
                text.Append(Unescape(value[++i]));
        }

        return text.ToString();
    }

    /// <summary>What pg_dump writes; it never uses COPY's octal and hexadecimal escapes.</summary>
    private static char Unescape(char escaped) => escaped switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        _ => escaped,
    };

    [GeneratedRegex("""^COPY (\w+\.)?"?(?<table>client|stats)"? \((?<columns>.+)\) FROM stdin;$""")]
    private static partial Regex Copy();
}
