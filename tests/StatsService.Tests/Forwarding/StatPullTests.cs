using StatsService.Forwarding;
using StatsService.Stats;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Forwarding;

public sealed class StatPullTests(AzuriteFixture azurite)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_another_instance_has_of_a_client_is_fetched_page_by_page_and_once()
    {
        await using var remote = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), null, StatsServiceApp.WithoutQueues);
        var (there, others) = (await remote.RegisterAsync(), await remote.RegisterAsync());
        PostedStat[] stats = [.. new[] { -2500, -30, -20, -8, -7, -1, 0 }.Select(day => new PostedStat { Type = "compliance", Date = PostedStat.Day(day), Data = $$"""{ "day":{{day}}.0}""" })];
        (await there.PostAsync([.. stats, new PostedStat { Type = "risk" }])).Is(201);
        (await others.PostAsync(new PostedStat { Type = "compliance" })).Is(201);
        await using var world = new ForwardingWorld(azurite.ConnectionString, azurite.NewPrefix(), server: "");
        var client = await world.RegisterAsync();
        await world.PostAsync(client, stats[2]);
        var request = new StatPullRequest(
            new RemoteInstance(remote.Http.BaseAddress!.ToString(), there.Token!), StatType.Compliance, new DateOnly(2018, 1, 1), Today);
        var pages = new Pages();

        var pulled = await world.Get<StatPull>().PullAsync(client, request, pages, Cancellation);

        Assert.Equal(new PulledStats(Today, stats.Length, stats.Length - 1), pulled);
        Assert.Equal(stats.ToDictionary(stat => stat.Uuid!, stat => stat.Data), await AllAsync(world, client));
        // Years without stats are passed over: two have some.
        Assert.InRange(pages.Count, 53, 2 * 53);
        Assert.Equal(0, (await world.Get<StatPull>().PullAsync(client, request with { DaysAtOnce = 100 }, progress: null, Cancellation)).Stored);
    }

    [Fact]
    public async Task A_key_that_the_other_instance_does_not_know_is_reported_with_its_answer()
    {
        await using var remote = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        await using var world = new ForwardingWorld(azurite.ConnectionString, azurite.NewPrefix(), server: "");
        var request = new StatPullRequest(new RemoteInstance(remote.Http.BaseAddress!.ToString(), "unknown-key"), StatType.Risk, Today, Today);

        var failure = await Assert.ThrowsAsync<RemoteFailedException>(async () =>
            await world.Get<StatPull>().PullAsync(await world.RegisterAsync(), request, progress: null, Cancellation));

        Assert.Contains("answered 403 Forbidden: {\"Error\"", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown-key", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, string>> AllAsync(ForwardingWorld world, StatsService.Clients.Client client) =>
        await world.Get<StatStore>().ReadAsync(client.Uuid, StatType.Compliance, DateOnly.MinValue, DateOnly.MaxValue, Cancellation)
            .SelectMany(sheet => sheet.Entries.Select(entry => (
                entry.Uuid.ToString(), Data: System.Text.Encoding.UTF8.GetString(sheet.Decompress().AsSpan(entry.Offset, entry.Length)))).ToAsyncEnumerable())
            .ToDictionaryAsync(stat => stat.Item1, stat => stat.Data, cancellationToken: Cancellation);

    private sealed class Pages : IProgress<PulledStats>
    {
        public int Count { get; private set; }

        public void Report(PulledStats value) => Count++;
    }
}
