using Microsoft.Extensions.Options;
using StatsService.Clients;
using StatsService.Queries;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Forwarding;

/// <param name="Sent">Acknowledged by the remote instance, also what it had already.</param>
/// <param name="Refused">Refused by it for good; set aside with the reason.</param>
public sealed record PushedStats(int Sent, int Refused);

/// <summary>Sends a client's stats to the remote instance again, whether or not they were sent before.</summary>
/// <remarks>It leaves the outbox alone: what waits there may be sent once more, which the remote instance recognises.</remarks>
public sealed class StatPush(StatStore stats, ForwardingStore store, RemoteStats remoteStats, IOptions<RemoteStatsOptions> options, TimeProvider time)
{
    /// <summary>The stats of all types between two days, inclusive, those that were set aside too.</summary>
    /// <param name="progress">Told after each batch what was pushed so far.</param>
    /// <exception cref="InvalidInputException">There is no remote instance, or the client does not share; nothing was sent.</exception>
    /// <exception cref="RemoteFailedException">The remote instance took part of them at most; pushing again completes it.</exception>
    public async Task<PushedStats> PushAsync(Client client, DateOnly from, DateOnly to, IProgress<PushedStats>? progress, CancellationToken cancellationToken)
    {
        if (!options.Value.IsForwarding)
            throw new InvalidInputException("REMOTE_STATS_SERVER is empty, so there is no instance to push to. Nothing was sent.");
        if (!client.IsSharingEnabled)
            throw new InvalidInputException($"The client {client.Name} has not agreed to share its stats, so they are not pushed. Nothing was sent.");
        var remote = options.Value.Of(client);
        var delivery = new Delivery(remoteStats, remote, time);
        var refusedBefore = await store.ListRefusedAsync(client.Uuid, cancellationToken).Select(stat => stat.Uuid).ToHashSetAsync(cancellationToken: cancellationToken);
        var pushed = new PushedStats(0, 0);
        foreach (var type in StatTypes.All)
        {
            var batch = new SheetBatch();
            await foreach (var sheet in stats.ReadAsync(client.Uuid, type, from, to, cancellationToken))
            {
                if (!batch.HasRoomFor([sheet]))
                {
                    await SendAsync(batch.Stats);
                    batch = new SheetBatch();
                }

                batch.Add([sheet]);
            }

            await SendAsync(batch.Stats);
        }

        await ResumeAsync(client, remote, pushed, cancellationToken);
        return pushed;

        async Task SendAsync(IReadOnlyList<SelectedStat> batch)
        {
            var result = await delivery.SendAsync(batch, cancellationToken);
            await store.SetAsideAsync(client.Uuid, result.Refused, cancellationToken);
            var accepted = batch.Take(result.Done).Select(stat => stat.Entry.Uuid).Except(result.Refused.Select(stat => stat.Uuid));
            await store.ForgetRefusedAsync(client.Uuid, [.. accepted.Where(refusedBefore.Contains)], cancellationToken);
            pushed = new PushedStats(pushed.Sent + result.Sent, pushed.Refused + result.Refused.Count);
            progress?.Report(pushed);
            cancellationToken.ThrowIfCancellationRequested();
            if (result.Ending is { } ending)
                throw new RemoteFailedException(ending.Reason);
        }
    }

    // The remote instance accepts the client's key again: the timer need not wait for a setting to change.
    private async Task ResumeAsync(Client client, RemoteInstance remote, PushedStats pushed, CancellationToken cancellationToken)
    {
        var state = await store.ReadStateAsync(client.Uuid, cancellationToken);
        if (pushed.Sent > 0 && state.IsStoppedFor(remote))
            await store.TryAdvanceAsync(client.Uuid, [], state.Acknowledged(pushed.Sent, time.GetUtcNow()), cancellationToken);
    }
}
