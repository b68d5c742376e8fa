namespace StatsService.Forwarding;

/// <summary>What arrived in one transaction and awaits being forwarded.</summary>
/// <param name="Sheets">Keys of the sheets that are not forwarded yet.</param>
/// <param name="Revision">That of the stored row.</param>
public sealed record OutboxEntry(string Key, DateTimeOffset ArrivedAt, IReadOnlyList<string> Sheets, string Revision);

/// <summary>How far an outbox entry got.</summary>
/// <param name="Remaining">Keys of the sheets that still wait; none: the entry is done with.</param>
public sealed record OutboxProgress(OutboxEntry Entry, IReadOnlyList<string> Remaining);
