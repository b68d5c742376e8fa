namespace StatsService.Mosp;

/// <summary>A threat or vulnerability that MOSP publishes in a language.</summary>
/// <param name="Id">MOSP's own number of it.</param>
/// <param name="Language">As MOSP spells it; null where the object names none.</param>
public sealed record MospObject(long Id, string? Language, string Name);

/// <summary>MOSP does not answer, or answers what can't be read.</summary>
public sealed class MospUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
