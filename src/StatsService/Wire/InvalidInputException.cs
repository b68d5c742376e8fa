namespace StatsService.Wire;

/// <summary>What was sent breaks the contract; nothing of it took effect.</summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>An error repeats at most this many characters of what was sent: a field may have a name of 60 MB.</summary>
    public const int MaxRepeated = 200;

    private const string ValidationFailed = "Input payload validation failed";

    public InvalidInputException(string message)
        : base(message)
    {
    }

    /// <param name="errors">By field; in a batch by element and field, like <c>2.date</c>.</param>
    public InvalidInputException(IReadOnlyDictionary<string, string> errors)
        : base(ValidationFailed)
    {
        Errors = errors;
    }

    public IReadOnlyDictionary<string, string>? Errors { get; }

    /// <summary>What was sent, for a message: at most 200 characters of it.</summary>
    public static string Shortened(string sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        if (sent.Length <= MaxRepeated)
            return sent;
        const int end = MaxRepeated - 1;
        return string.Concat(sent.AsSpan(0, char.IsHighSurrogate(sent[end - 1]) ? end - 1 : end), "…");
    }
}
