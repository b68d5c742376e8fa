using System.Text;

namespace StatsService.Cli;

/// <summary>Where a command reads and writes: results go to the output, all else to the error output.</summary>
/// <param name="isInteractive">Whether somebody can answer a question.</param>
internal sealed class ToolConsole(Stream input, Stream output, TextWriter error, bool isInteractive) : IDisposable
{
    public Stream Input => input;

    public Stream OutputBytes => output;

    public TextWriter Output { get; } = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { AutoFlush = true };

    public TextWriter Error => error;

    public bool IsInteractive => isInteractive;

    public string? ReadLine()
    {
        using var reader = new StreamReader(input, leaveOpen: true);
        return reader.ReadLine();
    }

    public void Dispose() => Output.Dispose();
}
