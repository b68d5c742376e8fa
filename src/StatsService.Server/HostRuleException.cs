namespace StatsService.Server;

/// <summary>What stops the start: the app would not load, or not answer, on the real Functions host. One sentence for the developer.</summary>
public sealed class HostRuleException(string message) : Exception(message);
