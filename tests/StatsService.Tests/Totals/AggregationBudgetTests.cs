using StatsService.Totals;

namespace StatsService.Tests.Totals;

/// <summary>What aggregation costs in storage operations.</summary>
public sealed class AggregationBudgetTests
{
    private static readonly DateOnly Day = new(2026, 1, 31);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_type_and_day_of_one_client_alone_takes_at_most_ten_operations()
    {
        await using var world = new SimulatedWorld(clients: 1);
        var watch = new StorageWatch();
        var instance = world.NewInstance(watch);
        foreach (var count in (int[])[5, 7])
        {
            await world.PostAsync(instance, world.Clients[0], [SimulatedWorld.Threat(Day, count)]);
            watch.Clear();
            await SimulatedWorld.DeliverAsync(instance, world.Bells[^1]);

            Assert.True(watch.Seen.Count <= 10, string.Join('\n', watch.Seen));
            Assert.Equal(0, await world.PendingAsync());
        }

        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task A_wave_of_a_thousand_clients_takes_at_most_two_and_a_half_operations_a_client()
    {
        await using var world = new SimulatedWorld(clients: 1000);
        var watch = new StorageWatch();
        var (sender, instance) = (world.NewInstance(), world.NewInstance(watch));
        foreach (var client in world.Clients)
            await world.PostAsync(sender, client, [SimulatedWorld.Threat(Day, 5)]);

        // As many at once as host.json lets a function have.
        foreach (var bells in world.Bells.Chunk(32))
            await Task.WhenAll(bells.Select(bell => SimulatedWorld.DeliverAsync(instance, bell)));

        Assert.InRange(watch.Seen.Count, 1, 2500);
        Assert.Equal(0, await world.PendingAsync());
        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task The_timer_takes_four_operations_however_many_clients_are_silent()
    {
        await using var world = new SimulatedWorld(clients: 5000);
        var watch = new StorageWatch();
        var instance = world.NewInstance(watch);

        await instance.Get<PendingWatch>().RingAsync(Cancellation);

        Assert.Equal(4, watch.Seen.Count);
    }

    [Fact]
    public async Task A_night_takes_at_most_eighteen_operations_for_a_silent_client()
    {
        await using var world = new SimulatedWorld(clients: 1);
        var watch = new StorageWatch();

        await world.NewInstance(watch).Get<Reconciler>().ReconcileClientAsync(world.Clients[0], Cancellation);

        Assert.InRange(watch.Seen.Count, 1, 18);
    }
}
