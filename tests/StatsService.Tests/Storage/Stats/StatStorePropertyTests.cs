using System.Diagnostics.Metrics;
using System.Text;
using CsCheck;
using StatsService.Ingestion;
using StatsService.Simulation;
using StatsService.Stats;
using StatsService.Tests.Totals;

namespace StatsService.Tests.Storage.Stats;

/// <summary>Requests, repeated requests, imports and removals in any order, each of which may die after any operation, against a plain dictionary.</summary>
public sealed class StatStorePropertyTests
{
    private const int AnrCount = 3;
    private const int DayCount = 3;

    private enum Act
    {
        Post,
        PostSomeWithUuids,
        PostWithUuids,
        Repeat,
        Import,
        RemoveAnr,
        RemoveDays,
        RemoveSome,
    }

    private enum Fate
    {
        Survives,
        Dies,
        DiesAnswerLost,
    }

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(Act.Post)),
            (3, Gen.Const(Act.PostSomeWithUuids)),
            (3, Gen.Const(Act.PostWithUuids)),
            (6, Gen.Const(Act.Repeat)),
            (3, Gen.Const(Act.Import)),
            (3, Gen.Const(Act.RemoveAnr)),
            (2, Gen.Const(Act.RemoveDays)),
            (3, Gen.Const(Act.RemoveSome))),
        Gen.Int[0, 10_000],
        Gen.Frequency((5, Gen.Const(Fate.Survives)), (3, Gen.Const(Fate.Dies)), (3, Gen.Const(Fate.DiesAnswerLost))),
        Gen.Int[0, 12],
        (act, seed, fate, operations) => new Step(act, seed, fate, operations));

    [Fact]
    public async Task Whatever_happens_in_whatever_order_stats_are_stored_once_and_whole_and_requests_are_completed_by_repetition() =>
        await Steps.Array[3, 20].SampleAsync(
            async steps =>
            {
                using var meter = new Meter("property");
                var run = new Run(meter);
                foreach (var step in steps)
                    await run.TakeAsync(step);
            },
            iter: 300,
            threads: 2,
            print: steps => string.Join(", ", steps.Select(step => step.ToString())));

    private sealed record Step(Act Act, int Seed, Fate Fate, int Operations);

    private sealed class Run
    {
        private static readonly DateOnly FirstDay = new(2026, 1, 30);
        private readonly Guid client = Guid.NewGuid();
        private readonly CrashingStorage crashes = new();
        private readonly StatInstance instance;
        private readonly List<StatBatch> requests = [];
        private Dictionary<Guid, Stat> model = [];

        // So few rows a write that most requests need several.
        public Run(Meter meter) => instance = new StatInstance(new MemoryStorage(new SharedMemory(StoragePace.None, TimeProvider.System), crashes) { MaxRows = 6 }, meter);

        public async Task TakeAsync(Step step)
        {
            if (step.Act is Act.Post or Act.PostSomeWithUuids or Act.PostWithUuids)
                requests.Add(NewRequest(step));
            var batch = step.Act switch
            {
                Act.RemoveAnr or Act.RemoveDays or Act.RemoveSome => null,
                Act.Import => StatBatch.OfNamed(requests.ElementAtOrDefault(step.Seed % Math.Max(requests.Count, 1))?.Stats ?? []),
                Act.Repeat => requests.ElementAtOrDefault(step.Seed % Math.Max(requests.Count, 1)) ?? StatBatch.OfNamed([]),
                _ => requests[^1],
            };
            var selection = Selection(step);
            if (step.Fate != Fate.Survives)
                crashes.CrashAfter(step.Operations, step.Fate == Fate.DiesAnswerLost);
            try
            {
                await (batch is null ? RemoveAsync(selection) : AddAsync(batch));
            }
            catch (SimulatedCrashException)
            {
                crashes.Survive();
                await (batch is null ? IsPartlyRemovedAsync(selection) : IsPartlyStoredAsync(batch));
            }

            crashes.Survive();
            await instance.AgreeAsync(client);
            var stored = await instance.ListAsync(client);
            Assert.Equal(model.Keys.Order(), stored.Select(stat => stat.Uuid).Order());
            Assert.All(stored, stat => Assert.True(AreSame(model[stat.Uuid], stat)));
        }

        private async Task AddAsync(StatBatch batch)
        {
            var expected = batch.Stats.DistinctBy(stat => stat.Uuid).Where(stat => batch.Unnamed.Contains(stat.Uuid) || !model.ContainsKey(stat.Uuid)).ToList();
            var stored = await instance.AddAsync(client, batch);
            Assert.Equal(expected.Select(stat => stat.Uuid), stored.Select(stat => stat.Uuid));
            foreach (var stat in stored)
                model.TryAdd(stat.Uuid, stat);
        }

        private async Task RemoveAsync(StatSelection selection)
        {
            await instance.RemoveAsync(client, selection);
            model = model.Where(stat => !IsMeant(stat.Value, selection)).ToDictionary();
        }

        /// <summary>Of what was new any part may be there, but no risks before the rest is.</summary>
        private async Task IsPartlyStoredAsync(StatBatch batch)
        {
            var stored = (await instance.ListAsync(client)).ToDictionary(stat => stat.Uuid);
            Assert.All(model.Keys, uuid => Assert.True(stored.ContainsKey(uuid)));
            var added = stored.Values.Where(stat => !model.ContainsKey(stat.Uuid)).ToList();
            Assert.All(added, stat => Assert.True(AreSame(batch.Stats.First(sent => sent.Uuid == stat.Uuid), stat)));
            Assert.True(
                added.All(stat => stat.Type != StatType.Risk) || batch.Stats.DistinctBy(stat => stat.Uuid).All(stat => stat.Type == StatType.Risk || stored.ContainsKey(stat.Uuid)),
                "There are risks of a request that is not whole.");
            model = stored;
        }

        private async Task IsPartlyRemovedAsync(StatSelection selection)
        {
            var stored = (await instance.ListAsync(client)).ToDictionary(stat => stat.Uuid);
            Assert.All(stored.Keys, uuid => Assert.True(model.ContainsKey(uuid)));
            Assert.All(model.Values.Where(stat => !stored.ContainsKey(stat.Uuid)), stat => Assert.True(IsMeant(stat, selection)));
            model = stored;
        }

        private StatBatch NewRequest(Step step)
        {
            var random = new Random(step.Seed);
            var stats = new List<PostedStat>();
            for (var left = random.Next(1, 9); left > 0; left--)
            {
                var hasUuid = step.Act == Act.PostWithUuids || (step.Act == Act.PostSomeWithUuids && random.Next(2) == 0);
                stats.Add(new PostedStat
                {
                    Uuid = hasUuid ? new Guid(random.Next(12), 0, 0, new byte[8]).ToString() : null,
                    Anr = Anr(random.Next(AnrCount)).ToString(),
                    Type = StatTypes.Names[random.Next(3)],
                    Date = FirstDay.AddDays(random.Next(DayCount)).ToString("O"),
                    Data = $"[{random.Next(5)}]",
                });
            }

            return StatBatchReader.Read(client, Encoding.UTF8.GetBytes(PostedStat.Batch(stats)));
        }

        private StatSelection Selection(Step step) => step.Act switch
        {
            Act.RemoveAnr => StatSelection.OfAnr(Anr(step.Seed % AnrCount)),
            Act.RemoveDays => new StatSelection(FirstDay.AddDays(step.Seed % DayCount), FirstDay.AddDays(step.Seed / 7 % DayCount)),
            _ => StatSelection.Everything with { Uuids = model.Keys.Order().Where((_, number) => (number + step.Seed) % 3 == 0).ToHashSet() },
        };

        private static bool IsMeant(Stat stat, StatSelection selection) =>
            stat.Date >= selection.From && stat.Date <= selection.To && selection.Includes(stat.Type) && selection.Includes(new SheetEntry(stat.Uuid, stat.Anr, 0, 0));

        private static Guid Anr(int number) => new(number, 1, 0, new byte[8]);

        private static bool AreSame(Stat one, Stat other) =>
            (one.Uuid, one.Anr, one.Type, one.Date) == (other.Uuid, other.Anr, other.Type, other.Date) && one.Data.Span.SequenceEqual(other.Data.Span);
    }
}
