namespace StatsService.Stats;

/// <summary>Whether what arrives is noted in the client's outbox, because there is an instance to forward it to.</summary>
public sealed class OutboxOptions
{
    public bool IsKept { get; set; }
}
