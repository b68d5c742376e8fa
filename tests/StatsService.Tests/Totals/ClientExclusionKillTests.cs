using StatsService.Clients;
using StatsService.Tests.Azurite;
using StatsService.Tests.Cli;
using StatsService.Tests.Storage.Engines;
using StatsService.Totals;

namespace StatsService.Tests.Totals;

public sealed class ClientExclusionKillTests(AzuriteFixture azurite)
{
    private const int Days = 60;

    [Fact]
    public async Task After_a_kill_in_the_middle_the_same_call_completes_it_and_the_totals_are_exact()
    {
        await using var storage = new AzuriteUnderTest(azurite);
        var tool = new Tool(azurite.ConnectionString, storage.Prefix);
        using var service = new ServiceProcess(azurite.ConnectionString, storage.Prefix);
        await service.StartAsync();
        var clients = new ClientStore(storage.Open());
        foreach (var (name, count) in (IEnumerable<(string, int)>)[("honest", 4), ("poisoner", 900)])
        {
            (await (await service.RegisterAsync(name)).PostAsync(
                Enumerable.Range(0, Days).Select(day => new PostedStat { Type = "threat", Date = PostedStat.Day(-day), Data = PublicStatsData.Threats(count) }))).Is(201);
        }

        var poisoner = (await clients.FindByNameAsync("poisoner", TestContext.Current.CancellationToken))!.Uuid;
        await CompleteAsync(452);

        await KillDuringAsync("exclude");
        (await service.Admin.SendAsync("POST", $"admin/clients/{poisoner}/exclude")).Is(200);
        await CompleteAsync(4);

        await KillDuringAsync("include");
        (await service.Admin.SendAsync("POST", $"admin/clients/{poisoner}/include")).Is(200);
        await CompleteAsync(452);

        // Kills when the first days are announced, and starts the service again.
        async Task KillDuringAsync(string call)
        {
            var pending = new PendingDays(storage.Open());
            var calling = service.Admin.SendAsync("POST", $"admin/clients/{poisoner}/{call}");
            await Eventually.HoldsAsync(async () => calling.IsCompleted || await pending.ReadAsync(poisoner, TestContext.Current.CancellationToken).AnyAsync(TestContext.Current.CancellationToken));
            await service.KillAsync();
            try
            {
                await calling;
            }
            catch (HttpRequestException)
            {
                // It was in the middle of it; else it was in the middle of aggregating.
            }

            await service.StartAsync();
        }

        // The instance that was killed may hold the lease; a rebuild aggregates what is pending without it, and finds no difference.
        // What the killed call announced, and did not tell to be done, stays pending for ten minutes and does no harm.
        Task CompleteAsync(double count) => Eventually.HoldsAsync(async () =>
        {
            Assert.Equal(0, (await tool.RunAsync("totals", "rebuild", "--output", "json")).Is(0).Json.GetProperty("differences").GetArrayLength());
            var threats = (await service.Admin.GetAsync("/stats/threats.json")).Is(200).Stats;
            return threats.SelectMany(threat => threat.GetProperty("values").EnumerateArray()).Select(value => value.GetProperty("count").GetDouble()).SequenceEqual(Enumerable.Repeat(count, Days));
        });
    }
}
