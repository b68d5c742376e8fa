using System.Security.Cryptography;
using System.Text;
using StatsService.Stats;
using StatsService.Totals;

namespace StatsService.Tests.Totals;

public sealed class LargeTotalTests
{
    private const int Objects = 5000;
    private static readonly DateOnly Day = new(2026, 1, 31);

    [Fact]
    public async Task A_day_holds_a_hundred_thousand_objects_that_clients_made_themselves_and_lets_them_go_again()
    {
        await using var world = new SimulatedWorld(clients: 20);
        var instance = world.NewInstance();
        var cancellation = TestContext.Current.CancellationToken;
        foreach (var (number, client) in world.Clients.Index())
            await world.PostAsync(instance, client, [Own(number)]);

        await SimulatedWorld.DeliverAsync(instance, Bell.For([StatType.Threat], null));

        var totals = instance.Get<TotalStore>();
        Assert.Equal(world.Clients.Count * Objects, Assert.Single(await totals.ReadMonthAsync(StatType.Threat, Month.Of(Day), cancellation)).Tally.Objects.Count);
        Assert.InRange((await totals.ReadTotalAsync(StatType.Threat, Day, cancellation)).Rows.Count, 2, 16);

        foreach (var client in world.Clients.Take(3))
            await world.RemoveAsync(instance, client, Day);
        await SimulatedWorld.DeliverAsync(instance, Bell.For([StatType.Threat], null));
        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task A_client_for_whom_a_day_has_no_room_waits_with_the_reason_until_others_take_theirs_back()
    {
        await using var world = new SimulatedWorld(clients: 50);
        var instance = world.NewInstance();
        var cancellation = TestContext.Current.CancellationToken;
        foreach (var client in world.Clients)
            await world.PostAsync(instance, client, [Bulky()]);

        await SimulatedWorld.DeliverAsync(instance, Bell.For([StatType.Threat], null));

        var (totals, status) = (instance.Get<TotalStore>(), instance.Get<AggregationStatus>());
        var waiting = await world.PendingAsync();
        Assert.InRange(waiting, 1, world.Clients.Count - 16);
        var total = await totals.ReadTotalAsync(StatType.Threat, Day, cancellation);
        Assert.Equal((16, world.Clients.Count - waiting), (total.Rows.Count, (int)total.Sum().Stats));
        Assert.Equal(world.Clients.Count - waiting, await totals.ReadSharesAsync(StatType.Threat, Day, cancellation).CountAsync(cancellation));

        // What /health and the administrator's status tell.
        world.Time.Advance(TimeSpan.FromMinutes(5));
        var state = await status.ReadAsync(cancellation);
        Assert.Equal(TimeSpan.FromMinutes(5), state.OldestAge);
        Assert.Equal(Math.Min(waiting, 10), state.Failed.Count);
        Assert.All(state.Failed, day => Assert.Contains("The threat total of 2026-01-31 is full", day.Reason, StringComparison.Ordinal));

        // The nightly comparison leaves it alone, for it is known.
        Assert.Equal(0, await instance.Get<Reconciler>().ReconcileTotalAsync(StatType.Threat, Day, cancellation));
        Assert.Empty((await instance.Get<Reconciler>().FindAsync(StatType.Threat, Day, world.Clients, cancellation)).Shares);

        var summed = await totals.ReadSharesAsync(StatType.Threat, Day, cancellation).Select(share => share.Client).ToListAsync(cancellation);
        foreach (var client in summed.Take(2 * waiting))
            await world.RemoveAsync(instance, client, Day);
        await world.SettleAsync();
        await world.TotalsAreExactAsync(Day);
    }

    /// <summary>Its labels, which hardly compress, take as much as a share may.</summary>
    private static Stat Bulky() => new(
        Guid.NewGuid(), Guid.NewGuid(), StatType.Threat, Day,
        Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 1900).Select(_ => $$"""{"uuid":"{{Guid.NewGuid()}}","label1":"{{Convert.ToBase64String(RandomNumberGenerator.GetBytes(141))}}","count":1,"maxRisk":3,"averageRate":"1.5"}"""))}]"));

    private static Stat Own(int number) => new(
        Guid.NewGuid(), Guid.NewGuid(), StatType.Threat, Day,
        Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, Objects).Select(threat => $$"""{"uuid":"{{Guid.NewGuid()}}","label1":"t{{number}}-{{threat}}","count":{{threat}},"maxRisk":3,"averageRate":"1.5"}"""))}]"));
}
