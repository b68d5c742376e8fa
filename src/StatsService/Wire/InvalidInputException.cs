namespace StatsService.Wire;

/// <summary>What was sent breaks the contract; nothing of it took effect.</summary>
public sealed class InvalidInputException : Exception
{
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
}
