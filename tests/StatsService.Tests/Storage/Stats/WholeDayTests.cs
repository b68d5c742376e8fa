using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tests.Azurite;
using StatsService.Tests.Storage.Engines;
using StatsService.Tests.Totals;

namespace StatsService.Tests.Storage.Stats;

/// <summary>A day that MONARC sends, without UUIDs, is stored whole, or is completed by sending it again, on every engine.</summary>
public abstract class WholeDayTests(StorageUnderTest storage) : IAsyncLifetime
{
    private readonly Guid client = Guid.NewGuid();
    private readonly StorageWatch watch = new();
    private StatInstance instance = null!;

    public ValueTask InitializeAsync()
    {
        instance = NewInstance(watch);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task A_day_of_90_ANRs_is_one_transaction()
    {
        var day = Day(anrs: 90, () => PostedStat.Compressible(20_000));

        var uuids = await instance.PostAsync(client, day);

        Assert.Equal(450, uuids.Distinct().Count());
        Assert.Single(watch.Seen, IsStatWrite);
        await IsStoredAsync(day, uuids);
    }

    [Fact]
    public async Task A_larger_day_whose_second_transaction_is_refused_shows_no_risks_until_it_is_sent_again()
    {
        var day = Day(anrs: 200, () => PostedStat.Incompressible(6_000));
        watch.BreaksBefore = operation => IsStatWrite(operation) && watch.Seen.Count(IsStatWrite) > 1;

        await Assert.ThrowsAsync<StorageUnavailableException>(() => instance.PostAsync(client, day));

        var there = await instance.ListAsync(client);
        Assert.InRange(there.Count, 1, day.Count - 1);
        Assert.DoesNotContain(there, stat => stat.Type == StatType.Risk);
        watch.BreaksBefore = _ => false;
        await IsStoredAsync(day, await instance.PostAsync(client, day));
    }

    [Fact]
    public async Task Wherever_an_instance_dies_the_same_request_completes_the_day_on_another()
    {
        var day = ManyDays();
        // Tables and queues are made on first use.
        await instance.PostAsync(Guid.NewGuid(), Day(anrs: 1, () => "[]"));
        watch.Clear();
        await instance.PostAsync(Guid.NewGuid(), day);
        var operations = watch.Seen.Count;
        Assert.Equal(2, watch.Seen.Count(IsStatWrite));

        for (var number = 0; number < operations; number++)
        {
            foreach (var isAnswerLost in (bool[])[false, true])
            {
                var sender = Guid.NewGuid();
                var crashing = new CrashingStorage();
                crashing.CrashAfter(number, isAnswerLost);
                await Assert.ThrowsAsync<SimulatedCrashException>(() => NewInstance(crashing).PostAsync(sender, day));
                var there = await instance.ListAsync(sender);
                Assert.True(there.Count == day.Count || there.All(stat => stat.Type != StatType.Risk), "There are risks of a day that is not whole.");
                await instance.AgreeAsync(sender);

                await IsStoredAsync(day, await instance.PostAsync(sender, day), sender);
            }
        }
    }

    [Fact]
    public async Task A_day_that_is_sent_twice_at_the_same_time_to_two_instances_is_stored_once_and_answered_alike()
    {
        // One transaction, and several.
        foreach (var day in (IReadOnlyList<PostedStat>[])[Day(anrs: 4, () => "[]"), ManyDays()])
        {
            var sender = Guid.NewGuid();

            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NewInstance().PostAsync(sender, day)));

            Assert.All(answers, answer => Assert.Equal(answers[0], answer));
            await IsStoredAsync(day, answers[0], sender);
        }
    }

    [Fact]
    public async Task A_day_that_is_sent_again_is_recognised_with_few_operations()
    {
        var day = Day(anrs: 90, () => "[]");
        var uuids = await instance.PostAsync(client, day);
        watch.Clear();

        Assert.Equal(uuids, await instance.PostAsync(client, day));

        // Announce, read the map, try, read the map and the request's row, tell that nothing comes, ring.
        Assert.InRange(watch.Seen.Count, 1, 7);
        await IsStoredAsync(day, uuids);
    }

    [Fact]
    public async Task Of_a_day_that_is_sent_again_what_was_removed_since_is_stored_anew()
    {
        var day = Day(anrs: 3, () => "[]");
        var uuids = await instance.PostAsync(client, day);
        await instance.RemoveAsync(client, day[0].Anr);
        await instance.AgreeAsync(client);
        Assert.Equal(10, (await instance.ListAsync(client)).Count);

        await IsStoredAsync(day, await instance.PostAsync(client, day));

        await instance.RemoveAsync(client, StatSelection.Everything);
        Assert.Empty(await instance.ListAsync(client));
        await instance.AgreeAsync(client);
        Assert.Equal(uuids, await instance.PostAsync(client, day));
        await IsStoredAsync(day, uuids);
    }

    [Fact]
    public async Task Equal_stats_of_one_request_stay_two_and_so_do_those_of_two_requests_that_differ()
    {
        var stat = new PostedStat { Uuid = null, Type = "risk", Data = "[1]" };
        var other = stat with { Anr = Guid.NewGuid().ToString() };

        var first = await instance.PostAsync(client, stat, stat);
        var second = await instance.PostAsync(client, stat, other);

        Assert.Equal(4, first.Concat(second).Distinct().Count());
        Assert.Equal(first.Concat(second).Order(), (await instance.ListAsync(client)).Select(stored => stored.Uuid.ToString()).Order());
        Assert.DoesNotContain((await instance.PostAsync(Guid.NewGuid(), stat, stat)), uuid => first.Contains(uuid));
    }

    [Fact]
    public async Task Of_a_request_with_some_UUIDs_those_that_were_used_before_are_missing_in_the_answer_and_the_others_are_not()
    {
        var (named, known) = (new PostedStat { Data = "[1]" }, new PostedStat { Data = "[2]" });
        var unnamed = new PostedStat { Uuid = null, Data = "[3]" };
        await instance.PostAsync(client, known);

        var first = await instance.PostAsync(client, unnamed, named, known, unnamed);
        var again = await instance.PostAsync(client, unnamed, named, known, unnamed);

        Assert.Equal(3, first.Count);
        Assert.Equal(named.Uuid, first[1]);
        Assert.Equal([first[0], first[2]], again);
        Assert.Equal(4, (await instance.ListAsync(client)).Count);
        await instance.AgreeAsync(client);
    }

    [Fact]
    public async Task What_came_without_UUID_is_recognised_when_an_import_brings_it_with_the_UUID_it_was_given()
    {
        var day = Day(anrs: 3, () => "[]");
        await instance.PostAsync(client, day);
        var exported = await instance.ListAsync(client);

        Assert.Empty(await instance.AddAsync(client, StatBatch.OfNamed(exported)));

        await instance.RemoveAsync(client, day[0].Anr);
        Assert.Equal(5, (await instance.AddAsync(client, StatBatch.OfNamed(exported))).Count);
        await IsStoredAsync(day, await instance.PostAsync(client, day));

        // Elsewhere, say on the instance that the stats are forwarded to, the row that guards them is one as well.
        var elsewhere = Guid.NewGuid();
        watch.Clear();
        Assert.Equal(15, (await instance.AddAsync(elsewhere, StatBatch.OfNamed(exported))).Count);
        Assert.Single(watch.Seen, IsStatWrite);
        await instance.AgreeAsync(elsewhere);
    }

    [Theory]
    [InlineData(95)]
    [InlineData(97)]
    [InlineData(98)]
    [InlineData(99)]
    [InlineData(300)]
    public async Task Stats_with_UUIDs_of_their_own_are_stored_and_removed_however_many_a_transaction_holds(int count)
    {
        var anr = Guid.NewGuid().ToString();
        PostedStat[] stats = [.. PostedStat.Many(count).Select(stat => stat with { Anr = anr })];

        Assert.Equal(stats.Select(stat => stat.Uuid), await instance.PostAsync(client, stats));
        await instance.AgreeAsync(client);

        await instance.RemoveAsync(client, anr);
        Assert.Empty(await instance.ListAsync(client));
        await instance.AgreeAsync(client);
    }

    [Fact]
    public async Task An_ANR_is_removed_from_hundreds_of_days()
    {
        string[] anrs = [.. Enumerable.Range(0, 3).Select(_ => Guid.NewGuid().ToString())];
        for (var day = 0; day < 120; day++)
            await instance.PostAsync(client, anrs.Select(anr => new PostedStat { Uuid = null, Anr = anr, Type = "risk", Date = PostedStat.Day(-day) }));

        await instance.RemoveAsync(client, anrs[1]);

        Assert.Equal(240, (await instance.ListAsync(client)).Count);
        await instance.AgreeAsync(client);
    }

    [Fact]
    public async Task Large_sheets_are_rewritten_beside_the_map_of_a_client_with_many_ANRs()
    {
        // The map takes about 450 KB, what stays of the six sheets 500 KB each.
        for (var part = 0; part < 5; part++)
            await instance.PostAsync(client, Enumerable.Range(0, 5000).Select(_ => new PostedStat { Uuid = null, Type = "risk" }));
        var anr = Guid.NewGuid().ToString();
        for (var day = 0; day < 6; day++)
            await instance.PostAsync(client, new PostedStat { Uuid = null, Anr = anr, Date = PostedStat.Day(-day) }, new PostedStat { Uuid = null, Date = PostedStat.Day(-day), Data = PostedStat.Incompressible(500_000) });

        await instance.RemoveAsync(client, anr);

        Assert.Equal(25_006, (await instance.ListAsync(client)).Count);
        await instance.AgreeAsync(client);
    }

    [Fact]
    public async Task A_client_whose_ANRs_fit_no_longer_is_told_so_before_anything_is_stored()
    {
        Stat[] stats = [.. Enumerable.Range(0, 60_000).Select(_ => new Stat(Guid.NewGuid(), Guid.NewGuid(), StatType.Risk, new DateOnly(2026, 1, 2), "{}"u8.ToArray()))];

        var refusal = await Assert.ThrowsAsync<StatsService.Wire.PayloadTooLargeException>(() => instance.AddAsync(client, StatBatch.OfNamed(stats)));

        Assert.Contains("more ANRs", refusal.Message);
        Assert.Empty(await instance.ListAsync(client));
    }

    private static IReadOnlyList<PostedStat> Day(int anrs, Func<string> data) =>
    [
        .. from anr in Enumerable.Range(0, anrs).Select(_ => Guid.NewGuid().ToString())
           from type in StatTypes.Names
           select new PostedStat { Uuid = null, Anr = anr, Type = type, Date = PostedStat.Day(0), Data = data() },
    ];

    /// <summary>More days than a transaction has rows.</summary>
    private static IReadOnlyList<PostedStat> ManyDays() =>
        [.. Enumerable.Range(-30, 30).SelectMany(day => Day(anrs: 1, () => "[]").Select(stat => stat with { Date = PostedStat.Day(day) }))];

    private static bool IsStatWrite(StorageOperation operation) => operation is { Kind: "write", Store: "Stats" };

    private StatInstance NewInstance(params IReadOnlyList<StorageInterceptor> interceptors) => new(storage.Open(interceptors), storage.Meter);

    /// <summary>The day's stats are stored, each once, under the UUIDs of the answer, and agree with all that belongs to them.</summary>
    private async Task IsStoredAsync(IReadOnlyList<PostedStat> day, IReadOnlyList<string> uuids, Guid? sender = null)
    {
        Assert.Equal(day.Count, uuids.Count);
        var owner = sender ?? client;
        var stored = (await instance.ListAsync(owner)).ToDictionary(stat => stat.Uuid.ToString());
        Assert.Equal(uuids.Order(), stored.Keys.Order());
        foreach (var (uuid, posted) in uuids.Zip(day))
        {
            var stat = stored[uuid];
            Assert.Equal((posted.Anr, posted.Type, posted.Date), (stat.Anr.ToString(), stat.Type.Name(), stat.Date.ToString("O")));
            Assert.True(posted.Data == System.Text.Encoding.UTF8.GetString(stat.Data.Span));
        }

        await instance.AgreeAsync(owner);
    }
}

public sealed class AzureWholeDayTests(AzuriteFixture azurite) : WholeDayTests(new AzuriteUnderTest(azurite));

public sealed class SqliteWholeDayTests() : WholeDayTests(new SqliteUnderTest());
