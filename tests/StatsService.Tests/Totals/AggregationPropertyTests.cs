using CsCheck;
using StatsService.Simulation;
using StatsService.Stats;
using StatsService.Totals;

namespace StatsService.Tests.Totals;

public sealed class AggregationPropertyTests
{
    private const int ClientCount = 3;
    private static readonly DateOnly FirstDay = new(2026, 1, 30);
    private static readonly DateOnly[] Days = [.. Enumerable.Range(0, 4).Select(FirstDay.AddDays)];

    private enum Act
    {
        Post,
        Remove,
        Deliver,
        DeliverAndForget,
        DeliverTwoAtOnce,
        DeliverOnBoth,
        Drop,
        Reconcile,
        Exclude,
        Include,
        Wait,
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
            (4, Gen.Const(Act.Remove)),
            (6, Gen.Const(Act.Deliver)),
            (4, Gen.Const(Act.DeliverAndForget)),
            (3, Gen.Const(Act.DeliverTwoAtOnce)),
            (3, Gen.Const(Act.DeliverOnBoth)),
            (2, Gen.Const(Act.Drop)),
            (2, Gen.Const(Act.Reconcile)),
            (3, Gen.Const(Act.Exclude)),
            (3, Gen.Const(Act.Include)),
            (2, Gen.Const(Act.Wait)),
            (2, Gen.Const(Act.Resume))),
        Gen.Int[0, 1000],
        Gen.Int[0, 1],
        Gen.Frequency((5, Gen.Const(Fate.Survives)), (2, Gen.Const(Fate.Dies)), (2, Gen.Const(Fate.DiesAnswerLost)), (3, Gen.Const(Fate.StandsStill))),
        Gen.Int[0, 12],
        (act, seed, instance, fate, operations) => new Step(act, seed, instance, fate, operations));

    [Fact]
    public async Task Whatever_happens_in_whatever_order_the_totals_end_equal_to_a_computation_from_scratch() =>
        await Steps.Array[5, 25].SampleAsync(
            async steps =>
            {
                await using var run = new Run();
                await run.World.RegisterAsync();
                foreach (var step in steps)
                    await run.TakeAsync(step);
                await run.ResumeAsync();
                await run.World.SettleAsync();
                await run.World.TotalsAreExactAsync(Days);
                Assert.Equal(0, await run.CountDifferencesAsync());
            },
            iter: Math.Max(400, Check.Iter),
            threads: 2,
            print: steps => string.Join(", ", steps.Select(step => step.ToString())));

    private sealed record Step(Act Act, int Seed, int Instance, Fate Fate, int Operations);

    /// <summary>Two instances that may die, and a third that may stand still.</summary>
    private sealed class Run : IAsyncDisposable
    {
        private readonly CrashingStorage[] storages = [new(), new(), new()];
        private readonly SimulatedInstance[] instances;
        private Task held = Task.CompletedTask;

        public Run() => instances = [.. storages.Select(storage => World.NewInstance(storage))];

        public SimulatedWorld World { get; } = new(ClientCount);

        public async Task TakeAsync(Step step)
        {
            if (step.Act == Act.Resume)
            {
                await ResumeAsync();
            }
            else if (step.Fate == Fate.StandsStill)
            {
                await ResumeAsync();
                var reached = storages[2].HoldAfter(step.Operations);
                held = TakeAsync(step, instances[2]);
                await Task.WhenAny(held, reached);
            }
            else
            {
                if (step.Fate != Fate.Survives)
                    storages[step.Instance].CrashAfter(step.Operations, step.Fate == Fate.DiesAnswerLost);
                try
                {
                    await TakeAsync(step, instances[step.Instance]);
                }
                catch (SimulatedCrashException)
                {
                    // What was not done by now is never done by this call.
                }
                finally
                {
                    storages[step.Instance].Survive();
                }
            }
        }

        public async Task ResumeAsync()
        {
            storages[2].Resume();
            try
            {
                await held;
            }
            catch (SimulatedCrashException)
            {
                // The slow instance waited for another, which died.
            }
        }

        /// <summary>What the reconciler finds wrong.</summary>
        public async Task<int> CountDifferencesAsync()
        {
            var found = 0;
            foreach (var date in Days)
                found += (await World.Instances[0].Get<Reconciler>().FindAsync(StatType.Threat, date, World.Clients, TestContext.Current.CancellationToken)).Count;
            return found;
        }

        public ValueTask DisposeAsync() => World.DisposeAsync();

        private async Task TakeAsync(Step step, SimulatedInstance instance)
        {
            var client = World.Clients[step.Seed % ClientCount];
            var date = FirstDay.AddDays(step.Seed % 3);
            var bell = World.Bells.ElementAtOrDefault(step.Seed % Math.Max(World.Bells.Count, 1));
            switch (step.Act)
            {
                case Act.Post:
                    await World.PostAsync(instance, client, [SimulatedWorld.Threat(date, step.Seed)], [SimulatedWorld.Threat(date, step.Seed + 1), SimulatedWorld.Threat(date.AddDays(1), step.Seed)]);
                    break;
                case Act.Remove:
                    await World.RemoveAsync(instance, client, date, date.AddDays(1));
                    break;
                case Act.Reconcile:
                    await instance.Get<Reconciler>().ReconcileDayAsync(StatType.Threat, date, World.Clients, TestContext.Current.CancellationToken);
                    break;
                case Act.Exclude or Act.Include:
                    await World.SetExcludedAsync(instance, client, step.Act == Act.Exclude);
                    break;
                case Act.Wait:
                    // Longer than a lease, shorter than a request may last however often it is done while one stands still.
                    if (held.IsCompleted)
                        World.Time.Advance(TimeSpan.FromMinutes(2));
                    break;
                case Act.Drop when bell is not null:
                    World.Bells.Remove(bell);
                    break;
                case Act.Deliver when bell is not null:
                    await SimulatedWorld.DeliverAsync(instance, bell);
                    break;
                case Act.DeliverAndForget when bell is not null:
                    await SimulatedWorld.DeliverAsync(instance, bell);
                    World.Bells.Remove(bell);
                    break;
                case Act.DeliverOnBoth when bell is not null:
                    await Task.WhenAll(SimulatedWorld.DeliverAsync(instance, bell), instances[1 - step.Instance].Get<Aggregator>().AggregateAsync(client, TestContext.Current.CancellationToken));
                    break;
                case Act.DeliverTwoAtOnce when bell is not null:
                    await Task.WhenAll(SimulatedWorld.DeliverAsync(instance, bell), World.PostAsync(instance, client, [SimulatedWorld.Threat(FirstDay, step.Seed)]));
                    break;
            }
        }
    }
}
