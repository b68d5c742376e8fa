namespace StatsService.Forwarding;

/// <summary>The other instance did not do what it was asked; the message says what it answered.</summary>
public sealed class RemoteFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
