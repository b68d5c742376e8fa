using System.CommandLine;
using System.Runtime.CompilerServices;
using StatsService.Cli.Migration;
using StatsService.Transfer;

namespace StatsService.Cli.Commands;

/// <summary><c>export</c> and <c>import</c>.</summary>
internal static class TransferCommands
{
    private const string Standard = "-";

    public static IEnumerable<Command> Create(StatsTool tool) => [Export(tool), Import(tool)];

    private static Command Export(StatsTool tool)
    {
        Option<string?> client = new("--client") { HelpName = "CLIENT", Description = "Only this client, by name or UUID." };
        Option<string> file = new("--file", "-f") { Description = "The file to write, which must not exist; - is the standard output.", HelpName = "FILE|-", DefaultValueFactory = _ => Standard };
        return tool.Doing(new Command("export", "Writes clients and statistics as lines of JSON, for `import`. Keep the file as secret as keys: it has their hashes.") { client, file }, async run =>
        {
            var only = run.Parsed.GetValue(client) is { } name ? (await run.FindClientAsync(name)).Uuid : (Guid?)null;
            var path = run.Parsed.GetRequiredValue(file);
            var progress = run.Progress<ExportProgress>(soFar => $"{soFar.Stats} statistics written, client {soFar.Client} of {soFar.Clients}…");
            if (path == Standard)
            {
                var written = await run.Get<StatExport>().ExportAsync(run.Console.OutputBytes, only, progress, run.Cancellation);
                run.Note($"{written.Clients} clients and {written.Stats} statistics written.");
                return;
            }

            var count = await WriteFileAsync(path, output => run.Get<StatExport>().ExportAsync(output, only, progress, run.Cancellation));
            run.Write(
                new { File = path, count.Clients, count.Stats },
                $"{count.Clients} clients and {count.Stats} statistics written to {path}. Keep it as secret as keys: it has their hashes.");
        });
    }

    /// <summary>For its owner's eyes only; the name appears when the file is whole.</summary>
    private static async Task<ExportCount> WriteFileAsync(string path, Func<Stream, Task<ExportCount>> write)
    {
        if (File.Exists(path))
            throw new RefusalException($"{path} exists; nothing was done.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new RefusalException($"The folder {folder} does not exist; nothing was done.");
        var part = $"{path}.part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        ExportCount count;
        await using (var output = new FileStream(part, options))
            count = await write(output);
        File.Move(part, path);
        return count;
    }

    private static Command Import(StatsTool tool)
    {
        Argument<string?> file = new("FILE") { Description = "An export, or the plain dump of the original's PostgreSQL database; - is the standard input.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> clients = new("--clients") { HelpName = "FILE", Description = "The original's table client as CSV with a header." };
        Option<string?> stats = new("--stats") { HelpName = "FILE", Description = "The original's table stats as CSV with a header." };
        var command = new Command("import", "Adds clients and statistics that are not there yet; what is there stays as it is. It can be repeated.") { file, clients, stats };
        command.Validators.Add(result =>
        {
            var (hasFile, hasClients, hasStats) = (result.GetResult(file) is not null, result.GetResult(clients) is not null, result.GetResult(stats) is not null);
            if (hasFile == (hasClients && hasStats) || hasClients != hasStats)
                result.AddError("Give either FILE, or both --clients and --stats.");
        });
        return tool.Changing(command, async run =>
        {
            await using var input = run.Parsed.GetValue(file) switch
            {
                null => null,
                Standard => run.Console.Input,
                var path => File.OpenRead(path),
            };
            var records = input is null
                ? CsvTables.ReadAsync(run.Parsed.GetRequiredValue(clients)!, run.Parsed.GetRequiredValue(stats)!, run.Cancellation)
                : ReadAsync(input, run.Cancellation);
            var report = await run.Get<StatImport>().ImportAsync(
                records, run.Progress<ImportReport>(soFar => $"{soFar.StatsStored} statistics stored, {soFar.StatsKnown} were there{ShareRead(input)}…"), run.Cancellation);
            foreach (var notice in report.Notices)
                run.Note(notice);
            run.Write(
                new { report.ClientsMade, report.ClientsKnown, report.StatsStored, report.StatsKnown, NotImported = report.Unreadable },
                $"{report.ClientsMade} clients made, {report.ClientsKnown} were there; {report.StatsStored} statistics stored, {report.StatsKnown} were there.",
                "The averages follow when the service has aggregated their days.");
            if (report.Unreadable > 0)
                throw new RefusalException($"{report.Unreadable} records were not imported, all others were.");
        });
    }

    private static string ShareRead(Stream? input) => input is FileStream { Length: > 0 } file ? $", {100 * file.Position / file.Length} % of the file read" : "";

    private static async IAsyncEnumerable<TransferRecord> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(input, leaveOpen: true);
        var records = reader.Peek() == '{' ? ExportReader.ReadAsync(reader, cancellationToken) : CopyDump.ReadAsync(reader, cancellationToken);
        await foreach (var record in records)
            yield return record;
    }
}
