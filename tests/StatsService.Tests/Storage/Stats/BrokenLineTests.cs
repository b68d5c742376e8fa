using StatsService.Storage;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Stats;

public sealed class BrokenLineTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly StorageWatch watch = new();
    private readonly string prefix = azurite.NewPrefix();
    private StatsServiceApp app = null!;
    private MonarcClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix, WatchedStorage.Through(watch), StatsServiceApp.WithoutQueues);
        client = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_batch_whose_later_transaction_fails_is_completed_by_sending_it_again()
    {
        // Of each of three days more than a transaction holds, with an ANR in all.
        var anr = Guid.NewGuid().ToString();
        PostedStat[] stats = [.. Enumerable.Range(-3, 3).SelectMany(day => PostedStat.Many(80, "risk", PostedStat.Day(day)).Append(new PostedStat { Type = "risk", Anr = anr, Date = PostedStat.Day(day) }))];
        watch.BreaksBefore = AfterTransactions(1);

        var answer = await client.PostAsync(stats);

        Assert.Contains("send the same request again", answer.Is(503).Message);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        await AgreeAsync();
        var there = (await client.ListAsync(new { type = "risk" })).Uuids.ToHashSet();
        Assert.InRange(there.Count, 1, stats.Length - 1);

        watch.BreaksBefore = _ => false;
        var completed = await client.PostAsync(stats);

        Assert.Equal(stats.Select(stat => stat.Uuid).Where(uuid => !there.Contains(uuid!)), completed.Is(207).Uuids);
        Assert.Equal(stats.Select(stat => stat.Uuid).Order(), (await client.ListAsync(new { type = "risk" })).Uuids.Order());
        await AgreeAsync();
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_known_for_its_own()
    {
        PostedStat[] stats = [.. PostedStat.Many(200, "risk")];
        watch.BreaksAfter = OnceOf(IsStatWrite);

        var answer = await client.PostAsync(stats);

        Assert.Equal(stats.Select(stat => stat.Uuid), answer.Is(201).Uuids);
        Assert.Equal(stats.Select(stat => stat.Uuid).Order(), (await client.ListAsync(new { type = "risk" })).Uuids.Order());
        await AgreeAsync();
    }

    [Fact]
    public async Task A_lost_answer_hides_no_duplicate()
    {
        var known = PostedStat.Many(3, "risk");
        var added = PostedStat.Many(3, "risk");
        (await client.PostAsync(known)).Is(201);
        // The first transaction meets the known ones, the second is the one whose answer is lost.
        var transactions = 0;
        watch.BreaksAfter = operation => IsStatWrite(operation) && ++transactions == 2;

        var answer = await client.PostAsync([.. known, .. added]);

        Assert.Equal(added.Select(stat => stat.Uuid), answer.Is(207).Uuids);
        await AgreeAsync();
    }

    [Fact]
    public async Task A_client_whose_registration_was_answered_into_the_void_is_registered_once()
    {
        watch.BreaksAfter = OnceOf(operation => operation.IsTransaction);

        var registered = await app.RegisterAsync("lost answer");

        Assert.Equal("lost answer", (await registered.GetAsync("client/me")).Is(200).Json.GetProperty("name").GetString());
        (await app.Admin.SendAsync("POST", "client/", new { name = "lost answer", is_sharing_enabled = true, token = StatsServiceApp.NewToken() })).Is(304);
    }

    [Fact]
    public async Task A_deletion_that_was_interrupted_is_completed_by_the_same_call()
    {
        var anr = Guid.NewGuid().ToString();
        PostedStat[] stats = [.. PostedStat.Many(250, "risk").Select((stat, number) => stat with { Anr = anr, Date = PostedStat.Day(-(number % 5)) })];
        var other = new PostedStat { Type = "risk" };
        (await client.PostAsync([.. stats, other])).Is(201);
        watch.BreaksBefore = AfterTransactions(1);

        var answer = await client.DeleteAsync($"stats/{anr}");

        Assert.True(answer.Is(503).Headers.RetryAfter?.Delta > TimeSpan.Zero);
        await AgreeAsync();
        Assert.InRange((await client.GetAsync($"stats/{anr}")).Is(200).Stats.Count, 1, stats.Length - 1);

        watch.BreaksBefore = _ => false;
        watch.BreaksAfter = OnceOf(IsStatWrite);
        (await client.DeleteAsync($"stats/{anr}")).Is(204);

        Assert.Equal([other.Uuid], (await client.ListAsync(new { type = "risk" })).Uuids);
        await AgreeAsync();
    }

    [Theory]
    [InlineData("GET", "stats/", "{\"type\":\"risk\"}")]
    [InlineData("GET", "stats/", "{\"type\":\"risk\",\"get_last\":true}")]
    [InlineData("POST", "stats/", "[]")]
    [InlineData("GET", "stats/5a0b1c2d-0000-4000-8000-000000000000", null)]
    [InlineData("DELETE", "stats/5a0b1c2d-0000-4000-8000-000000000000", null)]
    [InlineData("GET", "client/me", null)]
    [InlineData("PATCH", "client/me", "{\"is_sharing_enabled\":true}")]
    public async Task A_caller_is_told_to_come_back_while_the_storage_does_not_answer(string method, string path, string? body)
    {
        watch.BreaksBefore = _ => true;
        var stranger = new MonarcClient(app.Http, StatsServiceApp.NewToken());

        // Whether the key is right can't be told now, so it is not called wrong.
        var answer = await stranger.SendAsync(method, path, body);

        Assert.Equal("application/json", answer.Is(503).ContentType);
        Assert.NotNull(answer.Message);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    private async Task AgreeAsync() => await (await StoredRows.ReadAsync(azurite.ConnectionString, prefix)).AgreeAsync();

    private static bool IsStatWrite(StorageOperation operation) => operation is { IsTransaction: true, Store: "Stats" };

    /// <summary>So many transactions of stats go through, all further tries fail.</summary>
    private static Func<StorageOperation, bool> AfterTransactions(int count) => operation => IsStatWrite(operation) && count-- <= 0;

    private static Func<StorageOperation, bool> OnceOf(Func<StorageOperation, bool> which)
    {
        var done = false;
        return operation => !done && (done = which(operation));
    }
}
