using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Tests.Totals;

public sealed class RepairTests : IAsyncLifetime
{
    private readonly SimulatedWorld world = new(clients: 9);
    private DateOnly today;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        today = DateOnly.FromDateTime(world.Time.GetUtcNow().UtcDateTime);
        var instance = world.NewInstance();
        foreach (var client in world.Clients)
            await world.PostAsync(instance, client, [SimulatedWorld.Threat(today, 5), SimulatedWorld.Threat(today, 9)]);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task What_lost_its_message_is_aggregated_after_the_timer_rang()
    {
        world.Bells.Clear();

        await world.SettleAsync();

        await world.TotalsAreExactAsync(today);
    }

    [Fact]
    public async Task A_total_that_was_damaged_is_repaired_and_reported_once()
    {
        await world.SettleAsync();
        var instance = world.NewInstance();
        var totals = instance.Get<TotalStore>();
        var read = await totals.ReadTotalAsync(StatType.Threat, today, Cancellation);
        await totals.TryReplaceAsync(StatType.Threat, today, [], read, correction: read.Sum(), Cancellation);

        Assert.Equal(1, await instance.Get<Reconciler>().ReconcileTotalAsync(StatType.Threat, today, Cancellation));
        Assert.Equal(0, await instance.Get<Reconciler>().ReconcileTotalAsync(StatType.Threat, today, Cancellation));

        await world.TotalsAreExactAsync(today);
    }

    [Fact]
    public async Task A_share_that_was_damaged_is_repaired_with_its_total()
    {
        await world.SettleAsync();
        var instance = world.NewInstance();
        var totals = instance.Get<TotalStore>();
        var share = await totals.ReadShareAsync(StatType.Threat, today, world.Clients[0], Cancellation);
        await totals.TryReplaceAsync(StatType.Threat, today, [new ShareChange(share, new Tally { Stats = 1 })], await totals.ReadTotalAsync(StatType.Threat, today, Cancellation), correction: null, Cancellation);

        Assert.Equal(1, await instance.Get<Reconciler>().ReconcileClientAsync(world.Clients[0], Cancellation));
        Assert.Equal(0, await instance.Get<Reconciler>().ReconcileClientAsync(world.Clients[0], Cancellation));

        await world.TotalsAreExactAsync(today);
    }

    [Fact]
    public async Task What_is_pending_is_no_difference()
    {
        var found = await world.NewInstance().Get<Reconciler>().FindAsync(StatType.Threat, today, world.Clients, Cancellation);

        Assert.Equal(0, found.Count);
    }
}
