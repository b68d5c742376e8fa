using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;
using StatsService.Storage;

namespace StatsService.Cli;

/// <summary>One call of a command: what it was given, and how it asks and tells.</summary>
internal sealed class ToolRun(ParseResult parsed, ResultForm form, IServiceProvider services, ToolConsole console, CancellationToken cancellationToken)
{
    public ParseResult Parsed => parsed;

    /// <summary>Which storage the command works on, for people.</summary>
    public string Storage => Get<StorageEngine>().Name;

    public ToolConsole Console => console;

    public CancellationToken Cancellation => cancellationToken;

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<Client> FindClientAsync(string nameOrUuid) =>
        await Get<ClientRegistry>().FindAsync(nameOrUuid, cancellationToken)
            ?? throw new RefusalException($"No client in {Storage} has the name or UUID '{nameOrUuid}'; 'client list' shows them all.");

    /// <summary>Tells the result.</summary>
    /// <param name="value">For machines.</param>
    /// <param name="lines">For people.</param>
    public void Write(object value, params IEnumerable<string> lines)
    {
        foreach (var line in form switch
        {
            ResultForm.Json => [JsonSerializer.Serialize(value, ResultJson.Indented)],
            ResultForm.Tsv => TabbedLines.Of(JsonSerializer.SerializeToNode(value, ResultJson.Indented)),
            _ => lines,
        })
        {
            console.Output.WriteLine(line);
        }
    }

    /// <summary>Tells what is no result.</summary>
    public void Note(string sentence) => console.Error.WriteLine(sentence);

    /// <summary>Asks before data goes.</summary>
    /// <param name="isConfirmed">Whether <c>--yes</c> was given.</param>
    /// <param name="deed">What is about to be done: <c>delete all statistics of 'acme' for good</c>.</param>
    /// <exception cref="RefusalException">Nobody said yes.</exception>
    public void Confirm(bool isConfirmed, string deed)
    {
        if (isConfirmed)
            return;
        if (!console.IsInteractive)
            throw new RefusalException($"Nobody can be asked whether to {deed}, so nothing was done in {Storage}. Add --yes to have it done.");
        console.Error.Write($"In {Storage}: {deed}? [y/N] ");
        if (console.ReadLine()?.Trim().ToLowerInvariant() is not ("y" or "yes"))
            throw new RefusalException("Nothing was done.");
    }

    /// <summary>Tells now and then how far long work is.</summary>
    public IProgress<T> Progress<T>(Func<T, string> sentence) => new LineProgress<T>(console.Error, sentence, Get<TimeProvider>());
}
