using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Tests.Azurite;
using StatsService.Totals;

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
        Purge,
        Deliver,
        DeliverAndForget,
        DeliverTwoAtOnce,
        DeliverOnBoth,
        Drop,
        Reconcile,
        Resume,
    }

    /// <summary>What becomes of the instance after some of the step's storage operations.</summary>
    private enum Fate
    {
        Survives,
        Dies,
        DiesAnswerLost,
        StandsStill,
    }

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Act.Post)),
            (3, Gen.Const(Act.Delete)),
            (1, Gen.Const(Act.Purge)),
            (6, Gen.Const(Act.Deliver)),
            (4, Gen.Const(Act.DeliverAndForget)),
            (3, Gen.Const(Act.DeliverTwoAtOnce)),
            (3, Gen.Const(Act.DeliverOnBoth)),
            (2, Gen.Const(Act.Drop)),
            (2, Gen.Const(Act.Reconcile)),
            (2, Gen.Const(Act.Resume))),
        Gen.Int[0, 1000],
        Gen.Int[0, 1],
        Gen.Frequency((5, Gen.Const(Fate.Survives)), (2, Gen.Const(Fate.Dies)), (2, Gen.Const(Fate.DiesAnswerLost)), (3, Gen.Const(Fate.StandsStill))),
        Gen.Int[0, 9],
        (act, seed, instance, fate, operations) => new Step(act, seed, instance, fate, operations));

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

    [Fact]
    public async Task An_instance_that_stood_still_while_a_day_came_and_went_does_not_bring_it_back()
    {
        await using var world = await AggregationWorld.CreateAsync(azurite.ConnectionString, azurite.NewPrefix(), ClientCount);
        var cancellation = TestContext.Current.CancellationToken;
        await world.RunAsync(0, null, false, services => services.GetRequiredService<StatIngestion>()
            .AddAsync(world.Clients[0], [AggregationWorld.Threat(Anrs[0], FirstDay, 5)], cancellation));

        // Two tables are made sure of, and the total, the share and the sheets are read; the transaction would be next.
        await world.HoldAsync(operations: 5, services => world.DeliverAsync(services, world.Messages[0]));
        await world.RunAsync(0, null, false, async services =>
        {
            await world.DeliverAsync(services, world.Messages[0]);
            await services.GetRequiredService<StatIngestion>().RemoveAsync(world.Clients[0], StatSelection.OfAnr(Anrs[0]), cancellation);
            await world.DeliverAsync(services, world.Messages[1]);
        });
        await world.ResumeAsync();

        await world.TotalsAreExactAsync(Days);
    }

    private static Task TakeAsync(AggregationWorld world, Step step) => step switch
    {
        { Act: Act.Resume } => world.ResumeAsync(),
        { Fate: Fate.StandsStill } => world.HoldAsync(step.Operations, services => TakeAsync(world, step, services)),
        _ => world.RunAsync(
            step.Instance,
            step.Fate == Fate.Survives ? null : step.Operations,
            step.Fate == Fate.DiesAnswerLost,
            services => TakeAsync(world, step, services)),
    };

    private static async Task TakeAsync(AggregationWorld world, Step step, IServiceProvider services)
    {
        var (act, seed, _, _, _) = step;
        var cancellation = TestContext.Current.CancellationToken;
        var client = world.Clients[seed % ClientCount];
        var anr = Anrs[seed / 3 % Anrs.Length];
        var date = FirstDay.AddDays(seed % 3);
        var ingestion = services.GetRequiredService<StatIngestion>();
        var message = world.Messages.ElementAtOrDefault(seed % Math.Max(world.Messages.Count, 1));
        switch (act)
        {
            case Act.Post:
                await ingestion.AddAsync(client, [AggregationWorld.Threat(anr, date, seed), AggregationWorld.Threat(Anrs[0], date.AddDays(1), seed + 1)], cancellation);
                break;
            case Act.Delete:
                await ingestion.RemoveAsync(client, StatSelection.OfAnr(anr), cancellation);
                break;
            case Act.Purge:
                await ingestion.RemoveAsync(client, StatSelection.Everything with { To = date }, cancellation);
                break;
            case Act.Reconcile:
                await services.GetRequiredService<Reconciler>().ReconcileDayAsync(StatType.Threat, date, world.Clients, cancellation);
                break;
            case Act.Drop when message is not null:
                world.Messages.Remove(message);
                break;
            case Act.Deliver when message is not null:
                await world.DeliverAsync(services, message);
                break;
            case Act.DeliverAndForget when message is not null:
                await world.DeliverAsync(services, message);
                world.Messages.Remove(message);
                break;
            case Act.DeliverOnBoth when message is not null:
                await world.DeliverOnBothAsync(message, world.Messages[^1]);
                break;
            case Act.DeliverTwoAtOnce when message is not null:
                await Task.WhenAll(
                    world.DeliverAsync(services, message),
                    world.DeliverAsync(services, world.Messages[^1]),
                    ingestion.AddAsync(client, [AggregationWorld.Threat(anr, FirstDay, seed)], cancellation));
                break;
        }
    }

    private sealed record Step(Act Act, int Seed, int Instance, Fate Fate, int Operations);
}
