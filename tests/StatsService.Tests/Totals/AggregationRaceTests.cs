using StatsService.Simulation;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Tests.Totals;

/// <summary>Each race that the design of totals has to stand, one at a time.</summary>
public sealed class AggregationRaceTests : IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 1, 31);
    private readonly SimulatedWorld world = new(clients: 2);
    private readonly StorageWatch watch = new();
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SimulatedInstance First => world.Instances[1];

    private SimulatedInstance Second => world.Instances[2];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        world.NewInstance(watch);
        world.NewInstance();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Two_that_hold_one_lease_do_not_overwrite_each_other()
    {
        await world.PostAsync(Second, world.Clients[0], [SimulatedWorld.Threat(Day, 5)]);
        var held = await HoldAsync(IsTotalsWrite);
        world.Time.Advance(TimeSpan.FromMinutes(2));
        await world.PostAsync(Second, world.Clients[0], [SimulatedWorld.Threat(Day, 7)]);
        await SimulatedWorld.DeliverAsync(Second, world.Bells[1]);

        released.SetResult();
        await held;

        Assert.Equal(0, await world.PendingAsync());
        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task Who_lost_at_the_total_alone_reads_the_total_again_and_nothing_else()
    {
        await world.PostAsync(Second, world.Clients[0], [SimulatedWorld.Threat(Day, 5)]);
        var held = await HoldAsync(IsTotalsWrite);
        await world.PostAsync(Second, world.Clients[1], [SimulatedWorld.Threat(Day, 7)]);
        await Second.Get<Aggregator>().AggregateAsync(world.Clients[1], Cancellation);
        watch.Clear();

        released.SetResult();
        await held;

        Assert.Equal(["read Totals", "write Totals", "write State"], watch.Seen.TakeWhile(operation => operation.Store != "Pending").Select(operation => $"{operation.Kind} {operation.Store}"));
        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task Who_stood_still_while_a_day_came_and_went_does_not_bring_it_back()
    {
        await world.PostAsync(Second, world.Clients[0], [SimulatedWorld.Threat(Day, 5)]);
        var held = await HoldAsync(IsTotalsWrite);
        await Second.Get<Aggregator>().AggregateAsync(world.Clients[0], Cancellation);
        await world.RemoveAsync(Second, world.Clients[0], Day);
        await Second.Get<Aggregator>().AggregateAsync(world.Clients[0], Cancellation);

        released.SetResult();
        await held;

        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task Who_saw_a_day_before_it_went_does_not_bring_it_back_although_it_never_had_a_share()
    {
        await world.PostAsync(Second, world.Clients[0], [SimulatedWorld.Threat(Day, 5)]);
        var held = await HoldAsync(IsTotalsWrite);
        await world.RemoveAsync(Second, world.Clients[0], Day);
        await Second.Get<Aggregator>().AggregateAsync(world.Clients[0], Cancellation);

        released.SetResult();
        await held;

        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task A_bell_that_rings_while_its_request_still_writes_leaves_the_day_pending()
    {
        var (client, batch) = (world.Clients[0], Guid.CreateVersion7());
        Stat[] stats = [SimulatedWorld.Threat(Day, 5), SimulatedWorld.Threat(Day, 7)];
        await Second.Get<PendingDays>().AnnounceAsync(client, batch, stats, Cancellation);
        await Second.Get<SimulatedSheets>().WriteAsync(client, batch, 0, stats[..1], Cancellation);
        await SimulatedWorld.DeliverAsync(First, Bell.For(null));
        Assert.Equal(1, await world.PendingAsync());

        await Second.Get<SimulatedSheets>().WriteAsync(client, batch, 1, stats[1..], Cancellation);
        await SimulatedWorld.DeliverAsync(First, Bell.For(null));

        Assert.Equal(0, await world.PendingAsync());
        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task What_comes_just_as_the_holder_lets_go_is_aggregated_without_the_timer()
    {
        await world.PostAsync(Second, world.Clients[0], [SimulatedWorld.Threat(Day, 5)]);
        var held = await HoldAsync(operation => operation is { Kind: "write", Partition: "lease" } && operation.Changes!.All[0].Action == RowAction.Delete);
        await world.PostAsync(Second, world.Clients[1], [SimulatedWorld.Threat(Day, 7)]);
        await SimulatedWorld.DeliverAsync(Second, world.Bells[1]);
        Assert.Equal(1, await world.PendingAsync());

        released.SetResult();
        await held;

        Assert.Equal(0, await world.PendingAsync());
        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task A_request_that_died_after_it_announced_its_stats_is_forgotten_after_ten_minutes_and_not_before()
    {
        await Second.Get<PendingDays>().AnnounceAsync(world.Clients[0], Guid.CreateVersion7(), [SimulatedWorld.Threat(Day, 5)], Cancellation);
        world.Time.Advance(TimeSpan.FromMinutes(9));
        await SimulatedWorld.DeliverAsync(First, Bell.For(null));
        Assert.Equal(1, await world.PendingAsync());

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await SimulatedWorld.DeliverAsync(First, Bell.For(null));

        Assert.Equal(0, await world.PendingAsync());
        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task A_removal_that_died_in_the_middle_is_in_the_totals_as_far_as_it_came()
    {
        var client = world.Clients[0];
        await world.PostAsync(Second, client, [SimulatedWorld.Threat(Day, 5), SimulatedWorld.Threat(Day.AddDays(1), 7)]);
        await SimulatedWorld.DeliverAsync(Second, world.Bells[0]);
        await Second.Get<PendingDays>().AnnounceRemovalAsync(client, Guid.NewGuid(), [new StatDay(StatType.Threat, Day), new StatDay(StatType.Threat, Day.AddDays(1))], Cancellation);
        await Second.Get<SimulatedSheets>().RemoveAsync(client, new StatDay(StatType.Threat, Day), Cancellation);

        await world.SettleAsync();

        await world.TotalsAreExactAsync(Day, Day.AddDays(1));
    }

    [Fact]
    public async Task A_day_that_can_not_be_aggregated_says_why_and_keeps_no_other_waiting()
    {
        await world.PostAsync(Second, world.Clients[0], [SimulatedWorld.Threat(Day, 5)]);
        await world.PostAsync(Second, world.Clients[1], [SimulatedWorld.Threat(Day, 7)]);
        var sheets = Second.Get<StorageEngine>().Table("Stats");
        var sheet = await sheets.ReadAsync(world.Clients[0].ToString("D"), KeyRange.All, cancellationToken: Cancellation).SingleAsync(Cancellation);
        Row Copy(Action<Row> change)
        {
            var copy = new Row(sheet.Key);
            foreach (var (column, value) in sheet.Columns)
                copy[column] = value;
            change(copy);
            return copy;
        }

        await sheets.WriteAsync(new RowChanges(world.Clients[0].ToString("D")).Put(Copy(row => row["Data"] = new byte[] { 1, 2, 3 })), Cancellation);

        await SimulatedWorld.DeliverAsync(First, Bell.For(null));

        var failed = Assert.Single((await First.Get<AggregationStatus>().ReadAsync(Cancellation)).Failed);
        Assert.Equal((world.Clients[0], Day), (failed.Client, failed.Date));
        Assert.Contains("damaged", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(1, await world.PendingAsync());
        Assert.Equal(1, (await First.Get<TotalStore>().ReadTotalAsync(StatType.Threat, Day, Cancellation)).Sum().Stats);

        // It is mended: the timer's next bell finds it.
        await sheets.WriteAsync(new RowChanges(world.Clients[0].ToString("D")).Put(Copy(_ => { })), Cancellation);
        await world.SettleAsync();
        await world.TotalsAreExactAsync(Day);
    }

    private static bool IsTotalsWrite(StorageOperation operation) => operation is { Kind: "write", Store: "Totals" };

    /// <summary>Delivers a bell to the first instance, which stands still before an operation.</summary>
    private async Task<Task> HoldAsync(Func<StorageOperation, bool> before)
    {
        watch.HoldsBefore = operation =>
        {
            if (!before(operation) || !reached.TrySetResult())
                return Task.CompletedTask;
            return released.Task;
        };
        var held = SimulatedWorld.DeliverAsync(First, Bell.For(null));
        await Task.WhenAny(held, reached.Task);
        Assert.False(held.IsCompleted);
        return held;
    }
}
