using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>Brings the shares of some clients in a day, and the day's total, up to date.</summary>
/// <remarks>
/// A share is read before its client's sheets, and before it is looked whether the client is excluded: whoever writes it in between
/// makes our write fail, so that an older view of both never overwrites a newer one. Where only the total was changed meanwhile, by whoever, the shares still stand as they
/// were read, and the total alone is read again.
/// A share that is likely to be missing is not read at all. It is added instead of replaced, so the write fails where it is there after all; and
/// since a share never goes while its day is kept, one that is missing when it is written was missing when the sheets were read, too.
/// </remarks>
public sealed class DayAggregator
{
    private const int MaxConflicts = 50;

    // Of each group; the groups of all types read at once, and hundreds of reads together would make those wait that store a front office's day.
    private const int ParallelClients = 8;
    private const int Turns = 64;

    private readonly TotalStore totals;
    private readonly SheetTallies sheets;
    private readonly AggregationPace pace;

    // Groups of one day would only make each other's total out of date. Other days rarely have the same turn, and lose little where they do.
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1))];

    // Groups that ask while the answer is on its way share the next one: it is as new for each of them as one of its own.
    private readonly SharedPasses<Guid> lookForExcluded;
    private volatile IReadOnlySet<Guid> excluded = new HashSet<Guid>();

    public DayAggregator(TotalStore totals, SheetTallies sheets, ClientStore clients, AggregationPace pace)
    {
        this.totals = totals;
        this.sheets = sheets;
        this.pace = pace;
        lookForExcluded = new SharedPasses<Guid>(async _ => excluded = await clients.ReadExcludedAsync(CancellationToken.None), TimeSpan.Zero);
    }

    /// <summary>Aggregates the sheets of the clients as they are now; the share of a client that is excluded becomes empty.</summary>
    /// <remarks>Whoever calls this tells readers of the month afterwards, with <see cref="TotalVersions"/>: once for all days of it.</remarks>
    /// <param name="of">The clients.</param>
    /// <param name="isLikelyFirst">Whether a client most likely has no share of the day yet. Where that is wrong it costs reading again; where it is right it saves a read.</param>
    /// <param name="mustWrite">
    /// Given what was seen of a client's sheets, whether its share is written even if it is as it should be: whoever goes
    /// on to forget that a change was pending has to keep out writers that saw the sheets before that change.
    /// </param>
    /// <returns>What was seen of each client's sheets.</returns>
    /// <exception cref="InvalidDataException">A client's share stays as it was, because the day's total has no room for it, or its sheets can't be read; the others' may be done.</exception>
    public async Task<IReadOnlyDictionary<Guid, SheetTally>> AggregateAsync(
        StatType type, DateOnly date, IReadOnlyCollection<Guid> of, Func<Guid, bool> isLikelyFirst, Func<Guid, SheetTally, bool> mustWrite, CancellationToken cancellationToken)
    {
        var views = await ReadAsync(type, date, of, isLikelyFirst, cancellationToken);
        var turn = turns[(uint)HashCode.Combine(type, date) % Turns];
        await turn.WaitAsync(cancellationToken);
        try
        {
            await ReplaceAsync(type, date, views, mustWrite, cancellationToken);
        }
        finally
        {
            turn.Release();
        }

        return views.ToDictionary(view => view.Share.Client, view => view.Sheets);
    }

    private async Task<ClientView[]> ReadAsync(StatType type, DateOnly date, IReadOnlyCollection<Guid> of, Func<Guid, bool> isLikelyFirst, CancellationToken cancellationToken)
    {
        var views = new ClientView[of.Count];
        await Parallel.ForEachAsync(
            of.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(ParallelClients, pace.AtOnce), CancellationToken = cancellationToken },
            async (client, token) =>
            {
                var isAssumed = isLikelyFirst(client.Item);
                var share = isAssumed ? Share.None(client.Item) : await totals.ReadShareAsync(type, date, client.Item, token);
                views[client.Index] = new ClientView(share, await sheets.ReadAsync(client.Item, type, date, token), isAssumed);
            });
        await lookForExcluded.JoinAsync([]).WaitAsync(cancellationToken);
        return [.. views.Select(view => excluded.Contains(view.Share.Client) ? view with { Sheets = view.Sheets with { Tally = new Tally() } } : view)];
    }

    private async Task ReplaceAsync(
        StatType type, DateOnly date, ArraySegment<ClientView> views, Func<Guid, SheetTally, bool> mustWrite, CancellationToken cancellationToken)
    {
        DayTotal? total = null;
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            var shares = views
                .Select(view => new ShareChange(view.Share, view.Sheets.Tally))
                .Where((share, i) => mustWrite(share.Read.Client, views[i].Sheets) || !TallyCodec.AreEqual(share.Read.Tally, share.New))
                .ToList();
            if (shares.Count == 0)
                return;
            total ??= await totals.ReadTotalAsync(type, date, cancellationToken);
            var result = await totals.TryReplaceAsync(type, date, shares, total, correction: null, cancellationToken);
            switch (result.Outcome)
            {
                case ReplaceOutcome.Done:
                    return;
                case ReplaceOutcome.TotalChanged:
                    total = null;
                    break;
                case ReplaceOutcome.ShareChanged:
                    // If one has a share after all, others may as well.
                    Guid[] of = [.. views.Where(view => view.IsAssumed || result.Client is null || result.Client == view.Share.Client).Select(view => view.Share.Client)];
                    var anew = (await ReadAsync(type, date, of, _ => false, cancellationToken)).ToDictionary(view => view.Share.Client);
                    for (var i = 0; i < views.Count; i++)
                        views[i] = anew.GetValueOrDefault(views[i].Share.Client, views[i]);

                    // Whoever changed the share changed the total with it.
                    total = null;
                    break;
                case ReplaceOutcome.TooMuch or ReplaceOutcome.Full when views.Count > 1:
                    var half = views.Count / 2;
                    await ReplaceAsync(type, date, views[..half], mustWrite, cancellationToken);
                    await ReplaceAsync(type, date, views[half..], mustWrite, cancellationToken);
                    return;
                case ReplaceOutcome.Full:
                    throw new InvalidDataException($"The {type.Name()} total of {date:O} is full: clients report more objects of their own on that day than it holds. There is room again when statistics of that day are removed.");
                default:
                    throw new InvalidDataException($"The {type.Name()} share of client {views[0].Share.Client} in {date:O} does not fit the storage.");
            }
        }

        throw new StorageUnavailableException("Others change the same day's total all the time; its aggregation is tried again later.");
    }

    /// <param name="IsAssumed">Whether the share was not read, but taken for missing.</param>
    private sealed record ClientView(Share Share, SheetTally Sheets, bool IsAssumed);
}
