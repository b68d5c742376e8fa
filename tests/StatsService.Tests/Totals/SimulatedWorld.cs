using System.Text;
using Microsoft.Extensions.Time.Testing;
using StatsService.Clients;
using StatsService.Simulation;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Tests.Totals;

/// <summary>
/// Instances of the service on one storage in memory, whose bells are kept here, so that a test delivers them late, twice,
/// in any order or not at all. Time passes only when a test lets it.
/// </summary>
public sealed class SimulatedWorld : IAsyncDisposable
{
    private readonly SharedMemory memory;
    private readonly List<SimulatedInstance> instances = [];

    public SimulatedWorld(int clients)
    {
        memory = new SharedMemory(StoragePace.None, Time);
        NewInstance();
        Clients = [.. Enumerable.Range(1, clients).Select(number => new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)number))];
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public IReadOnlyList<Guid> Clients { get; }

    /// <summary>Those that were rung and not dropped.</summary>
    public IList<Bell> Bells { get; } = [];

    /// <summary>The first is the world's own; those that a test made follow.</summary>
    public IReadOnlyList<SimulatedInstance> Instances => instances;

    private SimulatedInstance Observer => instances[0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Stat Threat(DateOnly date, int count) => new(
        Guid.NewGuid(), Guid.NewGuid(), StatType.Threat, date,
        Encoding.UTF8.GetBytes($$"""[{"uuid":"c2a1b2f0-77aa-4f0e-9d1c-00000000000{{count % 3}}","label1":"name {{count % 2}}","count":{{count}},"maxRisk":3,"averageRate":"0.{{count}}"}]"""));

    public SimulatedInstance NewInstance(params IReadOnlyList<StorageInterceptor> interceptors)
    {
        var instance = new SimulatedInstance(memory, Time, pace: null, interceptors);
        instances.Add(instance);
        return instance;
    }

    /// <summary>Registers the clients, which only what changes them needs.</summary>
    public async Task RegisterAsync()
    {
        foreach (var client in Clients)
            Assert.True(await Observer.Get<ClientStore>().AddAsync(new Client { Uuid = client, Name = $"{client}", IsSharingEnabled = false, CreatedAt = Time.GetUtcNow() }, TokenHash.Of($"{client}"), Cancellation));
    }

    /// <summary>What an administrator does who excludes or includes a client.</summary>
    public async Task SetExcludedAsync(SimulatedInstance instance, Guid client, bool isExcluded)
    {
        var exclusion = instance.Get<ClientExclusion>();
        Assert.NotNull(await (isExcluded ? exclusion.ExcludeAsync(client, Cancellation) : exclusion.IncludeAsync(client, Cancellation)));
        await CollectAsync();
    }

    /// <summary>What a request does: it announces its stats, writes them in one transaction or several, and rings.</summary>
    public async Task PostAsync(SimulatedInstance instance, Guid client, params IReadOnlyList<Stat>[] parts)
    {
        var batch = Guid.CreateVersion7();
        await instance.Get<PendingDays>().AnnounceAsync(client, batch, [.. parts.SelectMany(part => part)], Cancellation);
        for (var number = 0; number < parts.Length; number++)
            await instance.Get<SimulatedSheets>().WriteAsync(client, batch, number, parts[number], Cancellation);
        await RingAsync(instance, client);
    }

    /// <summary>What a removal does, a day after the other.</summary>
    public async Task RemoveAsync(SimulatedInstance instance, Guid client, params IReadOnlyList<DateOnly> dates)
    {
        var removal = Guid.NewGuid();
        var days = dates.Select(date => new StatDay(StatType.Threat, date)).ToList();
        await instance.Get<PendingDays>().AnnounceRemovalAsync(client, removal, days, Cancellation);
        foreach (var date in dates)
            await instance.Get<SimulatedSheets>().RemoveAsync(client, new StatDay(StatType.Threat, date), Cancellation);
        await instance.Get<PendingDays>().FinishAsync(client, removal, days, Cancellation);
        await RingAsync(instance, client);
    }

    public async Task RingAsync(SimulatedInstance instance, Guid client)
    {
        await instance.Get<AggregationBell>().RingAsync(client, [StatType.Threat], Cancellation);
        await CollectAsync();
    }

    public static Task DeliverAsync(SimulatedInstance instance, Bell bell) => instance.Get<Aggregator>().AggregateAsync(bell, Cancellation);

    public async Task<int> PendingAsync() => (await Observer.Get<AggregationStatus>().ReadAsync(Cancellation)).Days;

    /// <summary>Time passes, the timer rings, and whoever hears it aggregates, until nothing is pending.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; await PendingAsync() > 0; round++)
        {
            Assert.True(round < 5, "Something stays pending however often the timer rings.");
            Time.Advance(TimeSpan.FromMinutes(11));
            Bells.Clear();
            await Observer.Get<PendingWatch>().RingAsync(Cancellation);
            await CollectAsync();
            foreach (var bell in Bells.ToList())
                await DeliverAsync(Observer, bell);
        }
    }

    /// <summary>Shares are what the sheets add up to, or empty where their client is excluded, totals are the sum of the shares, and readers of a month see them.</summary>
    public async Task TotalsAreExactAsync(params IReadOnlyList<DateOnly> dates)
    {
        var excluded = await Observer.Get<ClientStore>().ReadExcludedAsync(Cancellation);
        foreach (var date in dates)
        {
            var sum = new Tally();
            foreach (var client in Clients)
            {
                var tally = excluded.Contains(client) ? new Tally() : (await Observer.Get<SheetTallies>().ReadAsync(client, StatType.Threat, date, Cancellation)).Tally;
                Assert.True(TallyCodec.AreEqual(tally, (await Observer.Get<TotalStore>().ReadShareAsync(StatType.Threat, date, client, Cancellation)).Tally), $"The share of {client} in {date:O} differs from its sheets.");
                sum.Add(tally);
            }

            Assert.True(TallyCodec.AreEqual(sum, (await Observer.Get<TotalStore>().ReadTotalAsync(StatType.Threat, date, Cancellation)).Sum()), $"The total of {date:O} differs from its shares.");
            var read = (await Observer.Get<TotalsCache>().ReadAsync(StatType.Threat, date, date, Cancellation)).Days;
            Assert.Equal(sum.Stats, read.Sum(day => day.Tally.Stats));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
            await instance.DisposeAsync();
    }

    private async Task CollectAsync()
    {
        var queue = Observer.Get<StorageEngine>().Queue(Bell.QueueName);
        foreach (var message in await queue.ReceiveAsync(32, TimeSpan.FromDays(1), Cancellation))
        {
            Bells.Add(Bell.Parse(message.Text));
            await queue.DeleteAsync(message, Cancellation);
        }
    }
}
