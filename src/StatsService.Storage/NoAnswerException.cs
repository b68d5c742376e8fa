namespace StatsService.Storage;

/// <summary>A try of an operation got no answer, or one that asks to try again: it may have been done, or not.</summary>
/// <param name="status">The HTTP status, or 0 where there was no answer at all.</param>
internal sealed class NoAnswerException(string message, int status, Exception innerException) : IOException(message, innerException)
{
    public int Status => status;
}
