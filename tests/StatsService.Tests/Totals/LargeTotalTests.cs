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

        await SimulatedWorld.DeliverAsync(instance, Bell.For(null));

        var totals = instance.Get<TotalStore>();
        Assert.Equal(world.Clients.Count * Objects, Assert.Single(await totals.ReadMonthAsync(StatType.Threat, Month.Of(Day), cancellation)).Tally.Objects.Count);
        Assert.InRange((await totals.ReadTotalAsync(StatType.Threat, Day, cancellation)).Rows.Count, 2, 16);

        foreach (var client in world.Clients.Take(3))
            await world.RemoveAsync(instance, client, Day);
        await SimulatedWorld.DeliverAsync(instance, Bell.For(null));
        await world.TotalsAreExactAsync(Day);
    }

    [Fact]
    public async Task A_day_that_is_full_keeps_who_does_not_fit_pending_until_there_is_room_again()
    {
        // Two clients with as many names as one may have fill a row of the total, which has sixteen.
        await using var world = new SimulatedWorld(clients: 33);
        var instance = world.NewInstance();
        var cancellation = TestContext.Current.CancellationToken;
        foreach (var client in world.Clients)
            await world.PostAsync(instance, client, [LongNames()]);

        await SimulatedWorld.DeliverAsync(instance, Bell.For(null));

        var totals = instance.Get<TotalStore>();
        var status = instance.Get<AggregationStatus>();
        var full = Assert.Single((await status.ReadAsync(cancellation)).Failed);
        Assert.Contains("is full", full.Reason);
        Assert.Equal(16, (await totals.ReadTotalAsync(StatType.Threat, Day, cancellation)).Rows.Count);
        Assert.Equal(32, await totals.ReadSharesAsync(StatType.Threat, Day, cancellation).CountAsync(cancellation));

        await world.RemoveAsync(instance, world.Clients.First(client => client != full.Client), Day);
        await world.SettleAsync();
        await world.TotalsAreExactAsync(Day);
        Assert.Equal(32, await totals.ReadSharesAsync(StatType.Threat, Day, cancellation).CountAsync(cancellation));
    }

    // Nothing of a random name can be compressed away but that it is text.
    private static Stat LongNames()
    {
        var label = () => new string([.. Random.Shared.GetItems<char>([.. Enumerable.Range('#', 56).Select(letter => (char)letter)], 1000)]);
        return new Stat(
            Guid.NewGuid(), Guid.NewGuid(), StatType.Threat, Day,
            Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 125).Select(_ => $$"""{"uuid":"{{Guid.NewGuid()}}","label1":"{{label()}}","label2":"{{label()}}","label3":"{{label()}}","label4":"{{label()}}","count":1,"maxRisk":3,"averageRate":"1.5"}"""))}]"));
    }

    private static Stat Own(int number) => new(
        Guid.NewGuid(), Guid.NewGuid(), StatType.Threat, Day,
        Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, Objects).Select(threat => $$"""{"uuid":"{{Guid.NewGuid()}}","label1":"t{{number}}-{{threat}}","count":{{threat}},"maxRisk":3,"averageRate":"1.5"}"""))}]"));
}
