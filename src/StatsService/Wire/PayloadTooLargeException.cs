namespace StatsService.Wire;

/// <summary>What was sent exceeds a limit that the message names; nothing of it is stored.</summary>
public sealed class PayloadTooLargeException(string message) : Exception(message);
