namespace StatsService.Bench;

/// <summary>The figures would mean nothing; the message says why.</summary>
internal sealed class BenchException(string message) : Exception(message);
