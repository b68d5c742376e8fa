using StatsService.SampleData;
using StatsService.Tests.Azurite;
using StatsService.Tests.Functions;

namespace StatsService.Tests.Forwarding;

public sealed class TwoInstancesTests(AzuriteFixture azurite)
{
    private const int Days = 30;
    private const int Anrs = 2;

    [Fact]
    public async Task A_month_of_those_who_share_arrives_once_though_the_sender_is_killed_and_the_receiver_and_its_storage_fail()
    {
        await using var instances = await TwoInstances.StartAsync(azurite);
        MonarcClient[] clients = [await instances.RegisterAsync("first", true), await instances.RegisterAsync("second", true), await instances.RegisterAsync("silent", false)];
        var offices = clients.Select((_, number) => new SampleFrontOffice(client: number, anrs: Anrs, threats: 5, vulnerabilities: 8)).ToList();
        var sums = new FrontOfficeSums();

        // The sender dies while its first batches arrive.
        await PostAsync(1, 10);
        await KillInTheMiddleAsync(10);
        await ArrivedAsync(10);

        // It dies while it tries against a storage that is away, and the receiver is restarted.
        await instances.RemoteStorage.StopAsync();
        await PostAsync(11, 15);
        await instances.RunBegunAsync();
        await instances.KillLocalAsync();
        await instances.RestartRemoteAsync();
        await instances.RemoteStorage.StartAsync();

        // And once more in the middle.
        await PostAsync(16, Days);
        await KillInTheMiddleAsync(Days);

        var expected = (await TwoInstances.AllOfAsync(clients[0])).Concat(await TwoInstances.AllOfAsync(clients[1])).ToDictionary();
        Assert.Equal(2 * Days * Anrs * SampleFrontOffice.AllTypes.Count, expected.Count);
        await ArrivedAsync(Days);
        await instances.RunPassedAsync();
        Assert.Equal(expected, await TwoInstances.AllOfAsync(instances.Company));
        await instances.AveragesAreThoseOfAsync(sums);

        // Consent counts from the next run on.
        await AgreeAsync(false);
        (await clients[0].PostAsync(new PostedStat())).Is(201);
        await instances.RunPassedAsync();
        Assert.Equal(2 * Days * Anrs, await CountAsync());
        await AgreeAsync(true);
        await Eventually.HoldsAsync(async () => await CountAsync() > 2 * Days * Anrs);

        async Task AgreeAsync(bool isEnabled) => (await clients[0].SendAsync("PATCH", "client/me", new { is_sharing_enabled = isEnabled })).Is(201);

        async Task PostAsync(int first, int last)
        {
            for (var day = first; day <= last; day++)
            {
                for (var number = 0; number < clients.Length; number++)
                {
                    var batch = offices[number].Batch(DateOnly.Parse(PostedStat.Day(day - Days)));
                    (await clients[number].SendAsync("POST", "stats/", batch)).Is(201);
                    if (number < 2)
                        sums.Add(batch);
                }
            }
        }

        // Or at the end, if all of these days arrived by now.
        async Task KillInTheMiddleAsync(int days)
        {
            var before = await CountAsync();
            await Eventually.HoldsAsync(async () => before >= 2 * days * Anrs || await CountAsync() != before, TimeSpan.FromMilliseconds(10));
            await instances.KillLocalAsync();
        }

        async Task ArrivedAsync(int days)
        {
            await Eventually.HoldsAsync(async () => await CountAsync() == 2 * days * Anrs);
            await instances.RemoteIsAggregatedAsync();
        }

        async Task<int> CountAsync() => (await instances.Company.ListAsync(new { type = "cartography" })).Is(200).Stats.Count;
    }
}
