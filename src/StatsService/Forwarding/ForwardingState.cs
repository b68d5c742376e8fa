namespace StatsService.Forwarding;

/// <summary>How forwarding goes for a client.</summary>
public sealed record ForwardingState
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);

    /// <summary>When the remote instance last acknowledged stats; null: never.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Stats acknowledged so far; what was sent again after a crash may be counted twice.</summary>
    public long Sent { get; init; }

    /// <summary>Why nothing is sent until the settings change; null: it goes on.</summary>
    public string? StoppedReason { get; init; }

    /// <summary>The <see cref="RemoteInstance.Fingerprint"/> under which it stopped.</summary>
    public string? StoppedUnder { get; init; }

    /// <summary>Why the last try failed; null: it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>Nothing is sent earlier, because the remote instance asked for it.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Of the stored row; null: there is none yet.</summary>
    public string? Revision { get; init; }

    public bool IsStoppedFor(RemoteInstance remote) => StoppedReason is not null && StoppedUnder == remote.Fingerprint;

    public ForwardingState Acknowledged(int stats, DateTimeOffset at) => this with
    {
        LastSuccessAt = stats > 0 ? at : LastSuccessAt,
        Sent = Sent + stats,
        StoppedReason = null,
        StoppedUnder = null,
        LastError = null,
        NotBefore = null,
    };

    /// <summary>The state after an answer that ends this run.</summary>
    public ForwardingState Ended(RemoteAnswer answer, RemoteInstance remote, DateTimeOffset at) => this with
    {
        LastError = answer.Reason,
        StoppedReason = answer.Verdict == RemoteVerdict.Stopped ? answer.Reason : null,
        StoppedUnder = answer.Verdict == RemoteVerdict.Stopped ? remote.Fingerprint : null,
        NotBefore = answer.RetryAfter is { } wait ? at + TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, MaxWait.Ticks)) : null,
    };
}
