using StatsService.Clients;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Forwarding;

/// <summary>What to fetch from another instance.</summary>
/// <param name="Remote">With the key of the client there whose stats are meant; an admin's means those of all.</param>
public sealed record StatPullRequest(RemoteInstance Remote, StatType Type, DateOnly From, DateOnly To)
{
    /// <summary>How many days are asked for at once; their stats have to fit the memory.</summary>
    public int DaysAtOnce { get; init; } = 7;
}

/// <param name="Reached">The last day that was asked for.</param>
/// <param name="Fetched">Stats that the remote instance has.</param>
/// <param name="Stored">Those that were not here.</param>
public sealed record PulledStats(DateOnly Reached, int Fetched, int Stored);

/// <summary>Fetches a client's stats from another instance, or the original, and stores those that are not here.</summary>
/// <remarks>It can be interrupted anywhere and repeated: stats are known by their UUIDs.</remarks>
public sealed class StatPull(RemoteStats remoteStats, StatIngestion ingestion)
{
    // The original has been there since 2020; a year without stats costs one small question.
    private const int DaysOfQuestion = 365;

    /// <param name="progress">Told after each page what was pulled so far.</param>
    /// <exception cref="RemoteFailedException">What came before is stored; pulling again goes on.</exception>
    /// <exception cref="InvalidInputException">The remote instance answered with something that is no stat; what came before is stored.</exception>
    public async Task<PulledStats> PullAsync(Client into, StatPullRequest request, IProgress<PulledStats>? progress, CancellationToken cancellationToken)
    {
        var pulled = new PulledStats(request.From, 0, 0);
        foreach (var (from, to) in Split(request.From, request.To, DaysOfQuestion))
        {
            if ((await ReadAsync(from, to, limit: 1)).Stats.Count == 0)
                continue;
            foreach (var page in Split(from, to, request.DaysAtOnce))
            {
                var fetched = await ReadAsync(page.From, page.To, limit: 0);
                var stored = await ingestion.AddAsync(into.Uuid, fetched, cancellationToken);
                pulled = new PulledStats(page.To, pulled.Fetched + fetched.Stats.Count, pulled.Stored + stored.Count);
                progress?.Report(pulled);
            }
        }

        return pulled with { Reached = request.To };

        async Task<StatBatch> ReadAsync(DateOnly from, DateOnly to, int limit) => StatBatchReader.Read(
            into.Uuid, await remoteStats.ListAsync(request with { From = from, To = to }, limit, cancellationToken), maxStats: int.MaxValue);
    }

    private static IEnumerable<(DateOnly From, DateOnly To)> Split(DateOnly from, DateOnly to, int days)
    {
        for (var first = from.DayNumber; first <= to.DayNumber; first += days)
            yield return (DateOnly.FromDayNumber(first), DateOnly.FromDayNumber(Math.Min(first + days - 1, to.DayNumber)));
    }
}
