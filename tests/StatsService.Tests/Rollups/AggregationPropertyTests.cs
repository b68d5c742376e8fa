using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Rollups;

public sealed class AggregationPropertyTests(AzuriteFixture azurite)
{
    private const int ClientCount = 3;
    private static readonly DateOnly FirstDay = new(2026, 1, 30);
    private static readonly Guid[] Anrs = [.. Enumerable.Range(1, 3).Select(number => new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))];
    private static readonly (StatType, DateOnly)[] Days = [.. Enumerable.Range(0, 4).Select(day => (StatType.Threat, FirstDay.AddDays(day)))];

    private enum Act
    {
        Post,
        Delete,
        Deliver,
        DeliverAndForget,
        DeliverTwoAtOnce,
        Drop,
    }

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency((4, Gen.Const(Act.Post)), (1, Gen.Const(Act.Delete)), (3, Gen.Const(Act.Deliver)), (2, Gen.Const(Act.DeliverAndForget)), (2, Gen.Const(Act.DeliverTwoAtOnce)), (1, Gen.Const(Act.Drop))),
        Gen.Int[0, 1000],
        Gen.Int[0, 1],
        Gen.Frequency((3, Gen.Const((int?)null)), (2, Gen.Int[0, 9].Select(number => (int?)number))),
        Gen.Bool,
        (act, seed, instance, crash, lost) => new Step(act, seed, instance, crash, lost));

    [Fact]
    public async Task Whatever_happens_in_whatever_order_the_totals_end_equal_to_a_computation_from_scratch()
    {
        await Steps.Array[5, 25].SampleAsync(
            async steps =>
            {
                await using var world = await AggregationWorld.CreateAsync(azurite.ConnectionString, azurite.NewPrefix(), ClientCount);
                foreach (var step in steps)
                    await TakeAsync(world, step);
                await world.SettleAsync();
                await world.TotalsAreExactAsync(Days);
            },
            iter: 40,
            threads: 2,
            print: steps => string.Join(", ", steps.Select(step => step.ToString())));
    }

    private static Task TakeAsync(AggregationWorld world, Step step) => world.RunAsync(step.Instance, step.CrashAfter, step.IsAnswerLost, async services =>
    {
        var (act, seed, _, _, _) = step;
        var client = world.Clients[seed % ClientCount];
        var anr = Anrs[seed / 3 % Anrs.Length];
        var ingestion = services.GetRequiredService<StatIngestion>();
        switch (act)
        {
            case Act.Post:
                var date = FirstDay.AddDays(seed % 3);
                await ingestion.AddAsync(client, [AggregationWorld.Threat(anr, date, seed), AggregationWorld.Threat(Anrs[0], date.AddDays(1), seed + 1)], TestContext.Current.CancellationToken);
                break;
            case Act.Delete:
                await ingestion.RemoveAsync(client, StatSelection.OfAnr(anr), TestContext.Current.CancellationToken);
                break;
            case Act.Drop when world.Messages.Count > 0:
                world.Messages.RemoveAt(seed % world.Messages.Count);
                break;
            case Act.Deliver or Act.DeliverAndForget when world.Messages.Count > 0:
                var index = seed % world.Messages.Count;
                await world.DeliverAsync(services, world.Messages[index]);
                if (act == Act.DeliverAndForget)
                    world.Messages.RemoveAt(index);
                break;
            case Act.DeliverTwoAtOnce when world.Messages.Count > 0:
                await Task.WhenAll(
                    world.DeliverAsync(services, world.Messages[seed % world.Messages.Count]),
                    world.DeliverAsync(services, world.Messages[^1]),
                    ingestion.AddAsync(client, [AggregationWorld.Threat(anr, FirstDay, seed)], TestContext.Current.CancellationToken));
                break;
        }
    });

    private sealed record Step(Act Act, int Seed, int Instance, int? CrashAfter, bool IsAnswerLost);
}
