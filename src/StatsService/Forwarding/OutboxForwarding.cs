using StatsService.Clients;
using StatsService.Stats;

namespace StatsService.Forwarding;

/// <param name="WaitingSince">When the oldest arrived that still waits; null: nothing does.</param>
internal sealed record ForwardedOutbox(int Sent, int Refused, DateTimeOffset? WaitingSince, string? StoppedReason, string? Error);

/// <summary>Empties one client's outbox, as far as time, its consent and the remote instance allow.</summary>
/// <remarks>
/// The outbox itself is the cursor: entries leave it in one transaction with the state, once their stats are acknowledged. Whoever
/// dies before that sends the batch again, which the remote instance recognises by its UUIDs.
/// </remarks>
internal sealed class OutboxForwarding(Client client, RemoteInstance remote, RemoteStats remoteStats, StatStore stats, ForwardingStore store, TimeProvider time)
{
    private const int KeptMonths = 3;

    private readonly Delivery delivery = new(remoteStats, remote, time);
    private ForwardingState? state;
    private OutboxBatch batch = new();
    private int sent;
    private int refused;

    /// <summary>What arrived before is dropped: three months before the client agreed again, or would agree now.</summary>
    private DateTimeOffset KeptFrom =>
        (client.IsSharingEnabled ? client.SharingSince ?? client.CreatedAt : time.GetUtcNow()).AddMonths(-KeptMonths);

    /// <param name="limit">Ends the run at the next chance; what was acknowledged by then is noted.</param>
    public async Task<ForwardedOutbox> RunAsync(CancellationToken limit, CancellationToken cancellationToken)
    {
        await foreach (var entry in store.ReadOutboxAsync(client.Uuid, cancellationToken))
        {
            state ??= await store.ReadStateAsync(client.Uuid, cancellationToken);
            if (limit.IsCancellationRequested || (client.IsSharingEnabled && (state.IsStoppedFor(remote) || state.NotBefore > time.GetUtcNow())))
                return Result(entry.ArrivedAt);
            if (!client.IsSharingEnabled && entry.ArrivedAt >= KeptFrom)
                break;
            var sheets = entry.ArrivedAt < KeptFrom ? [] : await FindSheetsAsync(entry, cancellationToken);
            if (!batch.HasRoomFor(sheets) && !await DeliverAsync(limit, cancellationToken))
                return Result(batch.OldestArrival);
            batch.Add(entry, sheets);
        }

        return Result(batch.IsEmpty || await DeliverAsync(limit, cancellationToken) ? null : batch.OldestArrival);
    }

    private async Task<IReadOnlyList<Sheet>> FindSheetsAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(entry.Sheets.Select(key => stats.FindSheetAsync(client.Uuid, key, cancellationToken)));
        return [.. found.OfType<Sheet>()];
    }

    /// <returns>False where the run ends for this client.</returns>
    private async Task<bool> DeliverAsync(CancellationToken limit, CancellationToken cancellationToken)
    {
        var result = await delivery.SendAsync(batch.Stats, limit);
        if (result.Refused.Count > 0)
            await store.SetAsideAsync(client.Uuid, result.Refused, cancellationToken);
        var now = time.GetUtcNow();
        var next = result.Done > 0 ? state!.Acknowledged(result.Sent, now) : state!;
        if (result.Ending is { } ending)
            next = next.Ended(ending, remote, now);
        sent += result.Sent;
        refused += result.Refused.Count;
        state = await store.TryAdvanceAsync(client.Uuid, batch.ProgressAfter(result.Done), next, cancellationToken);
        if (state is null || result.Done < batch.Stats.Count)
            return false;
        batch = new OutboxBatch();
        return true;
    }

    private ForwardedOutbox Result(DateTimeOffset? waitingSince) => client.IsSharingEnabled
        ? new(sent, refused, waitingSince, state?.IsStoppedFor(remote) == true ? state.StoppedReason : null, state?.LastError)
        : new(0, 0, null, null, null);
}
