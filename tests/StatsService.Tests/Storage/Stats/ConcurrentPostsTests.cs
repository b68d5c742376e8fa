using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Stats;

public sealed class ConcurrentPostsTests(AzuriteFixture azurite)
{
    private const int Posts = 16;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Posts_of_one_client_at_the_same_time_lose_nothing(int instances)
    {
        var prefix = azurite.NewPrefix();
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);
        await using var second = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);
        var client = await app.RegisterAsync();
        MonarcClient[] clients = [client, instances == 2 ? new MonarcClient(second.Http, client.Token) : client];
        var anr = Guid.NewGuid().ToString();
        // All speak of one ANR, so that the latest map is what they compete for; two send the same stat.
        var twice = new PostedStat { Anr = anr };
        PostedStat[][] batches =
        [
            .. Enumerable.Range(0, Posts).Select(number => (PostedStat[])
            [
                .. PostedStat.Many(3), new PostedStat { Anr = anr, Date = PostedStat.Day(-number) }, .. number < 2 ? [twice] : Array.Empty<PostedStat>(),
            ]),
        ];

        var answers = await Task.WhenAll(batches.Select((batch, number) => clients[number % 2].PostAsync(batch)));

        Assert.Equal([.. Enumerable.Repeat(201, Posts - 1), 207], answers.Select(answer => answer.Status).Order());
        Assert.Equal(
            batches.SelectMany(batch => batch).Select(stat => stat.Uuid).Distinct().Order(),
            (await client.ListAsync(new { type = "cartography" })).Uuids.Order());
        var rows = await StoredRows.ReadAsync(azurite.ConnectionString, prefix);
        await rows.AgreeAsync();
    }

    [Fact]
    public async Task Deletions_and_posts_at_the_same_time_leave_rows_that_agree()
    {
        var prefix = azurite.NewPrefix();
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);
        await using var second = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);
        var client = await app.RegisterAsync();
        var other = new MonarcClient(second.Http, client.Token);
        var (kept, deleted) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        PostedStat[] keeping = [.. Enumerable.Range(0, 20).Select(number => new PostedStat { Anr = kept, Date = PostedStat.Day(-(number % 2)) })];

        await Task.WhenAll(keeping.Select(async (stat, number) =>
        {
            (await client.PostAsync(stat, new PostedStat { Anr = deleted, Date = stat.Date })).Is(201);
            if (number % 4 == 0)
                (await other.DeleteAsync($"stats/{deleted}")).Is(204);
        }));
        (await other.DeleteAsync($"stats/{deleted}")).Is(204);

        Assert.Equal(keeping.Select(stat => stat.Uuid).Order(), (await client.ListAsync(new { type = "cartography" })).Uuids.Order());
        var rows = await StoredRows.ReadAsync(azurite.ConnectionString, prefix);
        await rows.AgreeAsync();
    }
}
