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

    private static Stat Own(int number) => new(
        Guid.NewGuid(), Guid.NewGuid(), StatType.Threat, Day,
        Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, Objects).Select(threat => $$"""{"uuid":"{{Guid.NewGuid()}}","label1":"t{{number}}-{{threat}}","count":{{threat}},"maxRisk":3,"averageRate":"1.5"}"""))}]"));
}
