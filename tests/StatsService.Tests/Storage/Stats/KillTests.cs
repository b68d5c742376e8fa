using System.Collections.Concurrent;
using System.Threading.Channels;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Stats;

public sealed class KillTests(AzuriteFixture azurite)
{
    private const int Kills = 4;
    private const int BatchesBetweenKills = 6;
    private const int Senders = 2;

    // Of one transaction, and of several.
    private static readonly int[] Sizes = [3, 40, 250];

    [Fact]
    public async Task What_was_answered_is_stored_whole_and_what_was_not_is_completed_by_sending_it_again()
    {
        var prefix = azurite.NewPrefix();
        var batches = new ConcurrentDictionary<IReadOnlyList<PostedStat>, bool>();
        using var service = new ServiceProcess(azurite.ConnectionString, prefix);
        await service.StartAsync();
        var token = StatsServiceApp.NewToken();
        (await service.Admin.SendAsync("POST", "client/", new { name = "killed", is_sharing_enabled = true, token })).Is(201);
        var client = new MonarcClient(service.Http, token);

        for (var kill = 0; kill < Kills; kill++)
        {
            var answers = Channel.CreateUnbounded<IReadOnlyList<PostedStat>>();
            var senders = Enumerable.Range(0, Senders).Select(_ => SendUntilKilledAsync(client, batches, answers.Writer)).ToList();
            for (var answered = 0; answered < BatchesBetweenKills; answered++)
                await answers.Reader.ReadAsync(TestContext.Current.CancellationToken);
            await service.KillAsync();
            await Task.WhenAll(senders);
            await (await StoredRows.ReadAsync(azurite.ConnectionString, prefix)).AgreeAsync();
            await service.StartAsync();
        }

        var stored = await ListAsync(client);
        Assert.All(batches.Where(batch => batch.Value), batch => Assert.All(batch.Key, stat => Assert.Equal(stat.Data, stored[stat.Uuid!])));
        Assert.Equal(Kills * Senders, batches.Values.Count(answered => !answered));

        foreach (var batch in batches.Where(batch => !batch.Value).Select(batch => batch.Key))
        {
            var answer = await client.PostAsync(batch);
            var missing = batch.Where(stat => !stored.ContainsKey(stat.Uuid!)).Select(stat => stat.Uuid);
            Assert.Equal(missing, answer.Is(batch.Any(stat => stored.ContainsKey(stat.Uuid!)) ? 207 : 201).Uuids);
        }

        Assert.Equal(batches.Keys.SelectMany(batch => batch).ToDictionary(stat => stat.Uuid!, stat => stat.Data), await ListAsync(client));
        await (await StoredRows.ReadAsync(azurite.ConnectionString, prefix)).AgreeAsync();
    }

    private static async Task SendUntilKilledAsync(MonarcClient client, ConcurrentDictionary<IReadOnlyList<PostedStat>, bool> batches, ChannelWriter<IReadOnlyList<PostedStat>> answers)
    {
        while (true)
        {
            var batch = PostedStat.Many(Random.Shared.GetItems(Sizes, 1)[0], "risk", PostedStat.Day(-Random.Shared.Next(1, 4)));
            batches[batch] = false;
            try
            {
                batches[batch] = (await client.PostAsync(batch)).Is(201).Stats.Count == batch.Count;
                answers.TryWrite(batch);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task<Dictionary<string, string>> ListAsync(MonarcClient client) => (await client.ListAsync(new { type = "risk" })).Is(200).DataByUuid;
}
