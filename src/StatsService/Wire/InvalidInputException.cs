namespace StatsService.Wire;

/// <summary>What was sent breaks the contract; nothing of it took effect.</summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>An error repeats at most this many characters of what was sent: a field may have a name of 60 MB.</summary>
    private const int MaxRepeated = 200;

    /// <summary>No field that the contract knows has a longer name, with the number of its element before it: <c>4999.type</c>.</summary>
    private const int LongestKnown = 32;

    private const string ValidationFailed = "Input payload validation failed";

    public InvalidInputException(string message)
        : base(message)
    {
    }

    /// <param name="errors">By field; in a batch by element and field, like <c>2.date</c>. Of long names that the caller made up only the beginning is kept.</param>
    public InvalidInputException(IReadOnlyDictionary<string, string> errors)
        : base(ValidationFailed)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var left = MaxRepeated;
        var repeated = new Dictionary<string, string>();
        foreach (var (field, why) in errors)
        {
            var name = field.Length > LongestKnown ? Shortened(field, Math.Max(left, LongestKnown)) : field;
            if (field.Length > LongestKnown)
                left -= name.Length;
            repeated[name] = why;
        }

        Errors = repeated;
    }

    public IReadOnlyDictionary<string, string>? Errors { get; }

    /// <summary>What was sent, for a message: at most 200 characters of it.</summary>
    public static string Shortened(string sent) => Shortened(sent, MaxRepeated);

    private static string Shortened(string sent, int length)
    {
        ArgumentNullException.ThrowIfNull(sent);
        if (sent.Length <= length)
            return sent;
        var end = length - 1;
        return string.Concat(sent.AsSpan(0, char.IsHighSurrogate(sent[end - 1]) ? end - 1 : end), "…");
    }
}
