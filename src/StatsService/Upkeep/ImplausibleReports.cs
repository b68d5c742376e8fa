using StatsService.Answers;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>What a client reported that MONARC's scales don't hold.</summary>
/// <param name="Name">Null where the client is gone meanwhile.</param>
/// <param name="Elements">How many elements of stats are left out of the averages because of their values.</param>
/// <param name="Newest">The newest day of these.</param>
public sealed record ImplausibleClient(Guid Client, string? Name, long Elements, DateOnly Newest);

/// <summary>Tells who reports what MONARC's scales don't hold: by the totals, and by the shares of the few days where these tell of any.</summary>
public sealed class ImplausibleReports
{
    private const int Days = 31;
    private const int NewestDays = 3;
    private const int MaxClients = 20;

    /// <summary>How long an answer serves the next callers too, so that who asks often does not load the storage.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly TotalsCache totals;
    private readonly TotalStore store;
    private readonly ClientStore clients;
    private readonly TimeProvider time;
    private readonly Remembered<IReadOnlyList<ImplausibleClient>> known;

    public ImplausibleReports(TotalsCache totals, TotalStore store, ClientStore clients, TimeProvider time)
    {
        this.totals = totals;
        this.store = store;
        this.clients = clients;
        this.time = time;
        known = new Remembered<IReadOnlyList<ImplausibleClient>>(Lifetime, time, ReadAsync);
    }

    /// <summary>At most twenty clients, those with the most elements first: over the newest three days of each type, within the last month, that have any.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public Task<IReadOnlyList<ImplausibleClient>> GetAsync(CancellationToken cancellationToken) => known.GetAsync(cancellationToken);

    private async Task<IReadOnlyList<ImplausibleClient>> ReadAsync()
    {
        var found = new Dictionary<Guid, (long Elements, DateOnly Newest)>();
        foreach (var type in StatTypes.All)
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            var days = (await totals.ReadAsync(type, today.AddDays(-Days), PublicDays.Last(time), CancellationToken.None)).Days;
            foreach (var (date, _) in days.Where(day => day.Tally.Implausible > 0).TakeLast(NewestDays))
            {
                await foreach (var (client, elements) in store.ReadImplausibleAsync(type, date, CancellationToken.None))
                {
                    var (before, newest) = found.GetValueOrDefault(client);
                    found[client] = (before + elements, newest > date ? newest : date);
                }
            }
        }

        var most = found.OrderByDescending(client => client.Value.Elements).ThenBy(client => client.Key).Take(MaxClients);
        return await Task.WhenAll(most.Select(async client =>
            new ImplausibleClient(client.Key, (await clients.FindByUuidAsync(client.Key, CancellationToken.None))?.Name, client.Value.Elements, client.Value.Newest)));
    }
}
