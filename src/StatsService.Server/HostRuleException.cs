namespace StatsService.Server;

/// <summary>What stops the start: a setting that is missing or wrong. One sentence for whoever starts the server.</summary>
public sealed class HostRuleException(string message) : Exception(message);
