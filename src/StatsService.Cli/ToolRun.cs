using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;

namespace StatsService.Cli;

/// <summary>One call of a command: what it was given, and how it asks and tells.</summary>
internal sealed class ToolRun(ParseResult parsed, bool isJson, IServiceProvider services, ToolConsole console, CancellationToken cancellationToken)
{
    private static readonly JsonSerializerOptions Spelling = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public ParseResult Parsed => parsed;

    public ToolConsole Console => console;

    public CancellationToken Cancellation => cancellationToken;

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<Client> FindClientAsync(string nameOrUuid) =>
        await Get<ClientRegistry>().FindAsync(nameOrUuid, cancellationToken)
            ?? throw new RefusalException($"No client has the name or UUID '{nameOrUuid}'; 'client list' shows them all.");

    /// <summary>Tells the result.</summary>
    /// <param name="value">For machines.</param>
    /// <param name="lines">For people.</param>
    public void Write(object value, params IEnumerable<string> lines)
    {
        if (isJson)
            console.Output.WriteLine(JsonSerializer.Serialize(value, Spelling));
        else
            Array.ForEach([.. lines], console.Output.WriteLine);
    }

    /// <summary>Tells what is no result.</summary>
    public void Note(string sentence) => console.Error.WriteLine(sentence);

    /// <summary>Asks before data goes.</summary>
    /// <param name="isConfirmed">Whether <c>--yes</c> was given.</param>
    /// <exception cref="RefusalException">Nobody said yes.</exception>
    public void Confirm(bool isConfirmed, string sentence)
    {
        if (isConfirmed)
            return;
        if (!console.IsInteractive)
            throw new RefusalException($"{sentence} Nobody can be asked, so nothing was done: add --yes to have it done.");
        console.Error.Write($"{sentence} Go on? [y/N] ");
        if (console.ReadLine()?.Trim().ToLowerInvariant() is not ("y" or "yes"))
            throw new RefusalException("Nothing was done.");
    }

    /// <summary>Tells now and then how far long work is.</summary>
    public IProgress<T> Progress<T>(Func<T, string> sentence) => new LineProgress<T>(console.Error, sentence, Get<TimeProvider>());
}
