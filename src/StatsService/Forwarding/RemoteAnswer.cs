namespace StatsService.Forwarding;

public enum RemoteVerdict
{
    /// <summary>Everything sent is stored there by now (201, 207).</summary>
    Accepted,

    /// <summary>Too much at once (413).</summary>
    TooLarge,

    /// <summary>Something of it is refused for good (400).</summary>
    Refused,

    /// <summary>The caller is (401, 403, 426): nothing is accepted from it until somebody changes a setting.</summary>
    Stopped,

    /// <summary>No answer, or one that says nothing of what was sent: it stays here and is sent later.</summary>
    Failed,
}

/// <summary>How the remote instance took what was sent, once repeating it at once did not help.</summary>
/// <param name="Reason">A sentence for the administrator, with the beginning of what was answered; empty when accepted.</param>
/// <param name="RetryAfter">How long the remote instance wants to be left alone.</param>
public sealed record RemoteAnswer(RemoteVerdict Verdict, string Reason = "", TimeSpan? RetryAfter = null);
