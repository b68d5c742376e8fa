using System.Globalization;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;
using StatsService.Tests.Azurite;
using StatsService.Tests.Cli;
using StatsService.Tests.Processing;
using StatsService.Tests.Storage.Engines;
using StatsService.Totals;

namespace StatsService.Tests.Storage.Stats;

/// <summary>A service that is killed at a random moment under load has all that it acknowledged, once, and its totals become exact, on every engine.</summary>
/// <remarks>The environment variable <c>KILLS</c> says how often it is killed.</remarks>
public abstract class KillTests(StorageUnderTest storage) : IAsyncDisposable
{
    private const int Offices = 3;
    private const int LongestLoadMilliseconds = 400;
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("KILLS") ?? "4", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return storage.DisposeAsync();
    }

    [Fact]
    public async Task What_was_answered_is_stored_once_what_was_not_is_completed_by_the_same_call_and_the_totals_are_exact()
    {
        using var service = new ServiceProcess("", "", storage.Settings);
        await service.StartAsync();
        var all = new List<KilledOffice>();

        for (var kill = 0; kill < Kills; kill++)
        {
            string[] names = [.. Enumerable.Range(0, Offices).Select(number => $"office {kill}.{number}")];
            KilledOffice[] offices = [.. await Task.WhenAll(names.Select(async name => new KilledOffice(await service.RegisterAsync(name), Random.Shared.Next())))];
            var sending = offices.Select(office => office.SendUntilKilledAsync()).ToList();
            await Task.WhenAll(offices.Select(office => office.Begun));

            // Any moment from the first answers on, in whatever the service is about to do then.
            await Task.Delay(Random.Shared.Next(LongestLoadMilliseconds), Cancellation);
            await service.KillAsync();
            await Task.WhenAll(sending);

            Assert.Equal("ok", await storage.CheckAsync());
            await LookAsync(async engine =>
            {
                foreach (var name in names)
                    await (await StoredRows.ReadAsync(engine, (await new ClientStore(engine).FindByNameAsync(name, Cancellation))!.Uuid)).AgreeAsync();
            });

            await service.StartAsync();
            foreach (var office in offices)
                await office.IsWholeAsync();
            all.AddRange(offices);
        }

        // The instance that was killed may hold the lease; a rebuild aggregates what is pending without it, and finds no difference.
        Assert.Equal(0, (await Tool.On(storage).RunAsync("totals", "rebuild", "--output", "json")).Is(0).Json.GetProperty("differences").GetArrayLength());
        await LookAsync(async engine =>
        {
            await TotalsAreAsync(new TotalStore(engine), all);
            await (await StoredRows.ReadAsync(engine)).AgreeAsync();
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills, {all.Sum(office => office.Answered)} calls answered, {all.Sum(office => office.Stats.Count())} stats kept.");
    }

    /// <summary>Looks into the storage, and lets it alone again: a file that somebody has open is not recovered as after a crash.</summary>
    private async Task LookAsync(Func<StorageEngine, Task> look)
    {
        var engine = storage.Open();
        using (engine as IDisposable)
            await look(engine);
    }

    /// <summary>The total of each day equals a computation from what the offices know, which the service has no part in.</summary>
    private static async Task TotalsAreAsync(TotalStore totals, IReadOnlyCollection<KilledOffice> offices)
    {
        foreach (var date in offices.SelectMany(office => office.Stats).Select(stat => stat.Date).Distinct())
        {
            var expected = new Tally();
            foreach (var stats in offices.Select(office => office.Stats.Where(stat => stat.Date == date).ToList()).Where(stats => stats.Count > 0))
                expected.Add(Tallied.Of(StatType.Threat, stats.Select(stat => stat.Data)));

            var total = (await totals.ReadTotalAsync(StatType.Threat, DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture), Cancellation)).Sum();
            Assert.Equal((expected.Stats, expected.Contributors), (total.Stats, total.Contributors));
            Assert.True(TallyCodec.AreEqual(expected, total), $"The total of {date} differs from what was sent.");
        }
    }
}

public sealed class AzureKillTests(AzuriteFixture azurite) : KillTests(new AzuriteUnderTest(azurite));

public sealed class SqliteKillTests() : KillTests(new SqliteUnderTest());
