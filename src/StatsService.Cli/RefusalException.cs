namespace StatsService.Cli;

/// <summary>A command is not carried out, or not to its end; the message says why in a sentence.</summary>
internal sealed class RefusalException(string message) : Exception(message);
