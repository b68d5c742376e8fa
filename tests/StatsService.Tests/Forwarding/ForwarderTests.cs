using Microsoft.AspNetCore.Http;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Forwarding;

public sealed class ForwarderTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task What_clients_share_is_sent_in_batches_oldest_first_with_key_and_version_and_data_as_it_came()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var (sharing, silent) = (await world.RegisterAsync("sharing"), await world.RegisterAsync("silent", isSharingEnabled: false));
        await world.PostAsync(silent, new PostedStat());
        var stats = new List<PostedStat>();
        foreach (var posts in (int[])[1, 300, 300, 7])
        {
            stats.AddRange(PostedStat.Many(posts).Select(stat => stat with { Data = $$"""{ "number":1.50e0, "n\u00e9":[ ],"stat":"{{stat.Uuid}}"}""" }));
            await world.PostAsync(sharing, stats.TakeLast(posts));
        }

        Assert.Equal("608 stats of 1 clients forwarded, 0 refused; 0 clients failed, 0 of them until a setting changes.", await world.ForwardAsync());

        Assert.Equal(stats.Select(stat => stat.Uuid), remote.Calls.SelectMany(call => call.Uuids));
        Assert.Equal(stats.ToDictionary(stat => stat.Uuid!, stat => stat.Data), remote.Stored.ToDictionary());
        Assert.All(remote.Calls, call =>
        {
            Assert.Equal(("/stats-service/api/v1/stats/", "remote-key"), (call.Path, call.Key));
            Assert.Matches(@"^StatsService/\d+\.\d+\.\d+", call.UserAgent);
            Assert.InRange(call.Uuids.Count, 1, 500);
        });
        Assert.Equal(2, remote.Calls.Count);
        Assert.Empty(await world.OutboxAsync(sharing));
        Assert.Single(await world.OutboxAsync(silent));
        var status = await world.StatusAsync(sharing);
        Assert.Equal((608, 0, null, null), (status.State.Sent, status.Refused, status.WaitingSince, status.State.StoppedReason));
        Assert.NotNull(status.State.LastSuccessAt);

        await world.ForwardAsync();
        Assert.Equal(2, remote.Calls.Count);
    }

    [Fact]
    public async Task A_body_holds_at_most_eight_mebibytes_however_small_they_are_stored()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        var data = PostedStat.Compressible(3 * 1024 * 1024);
        var sent = await world.PostAsync(client, PostedStat.Many(5).Select(stat => stat with { Data = data }));

        await world.ForwardAsync();

        Assert.Equal(sent.Order(), remote.Stored.Keys.Order());
        Assert.All(remote.Calls, call => Assert.InRange(call.Bytes, 1, 8 * 1024 * 1024));
    }

    [Fact]
    public async Task What_the_remote_has_already_is_acknowledged_like_the_rest()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        var sent = await world.PostAsync(client, PostedStat.Many(3));
        remote.Stored[sent[1]] = "{}";

        await world.ForwardAsync();

        Assert.Equal(sent.Order(), remote.Stored.Keys.Order());
        Assert.Empty(await world.OutboxAsync(client));
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_halved_and_what_is_too_large_alone_is_set_aside()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        var small = await world.PostAsync(client, PostedStat.Many(60));
        var large = await world.PostAsync(client, new PostedStat { Data = PostedStat.Compressible(9000) });
        remote.Always = call => call.Bytes > 4000 ? Results.StatusCode(StatusCodes.Status413PayloadTooLarge) : null;

        await world.ForwardAsync();

        Assert.Equal(small.Order(), remote.Stored.Keys.Order());
        Assert.Empty(await world.OutboxAsync(client));
        Assert.Equal(1, (await world.StatusAsync(client)).Refused);
        Assert.Equal(large.Single(), remote.Calls[^1].Uuids.Single());
        // What was too large once is not tried again.
        Assert.InRange(remote.Calls.Count(call => call.Bytes > 4000), 2, 4);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(426)]
    public async Task A_client_that_is_not_accepted_stops_until_a_setting_changes_while_others_go_on(int status)
    {
        await using var remote = await ScriptedRemote.StartAsync();
        var prefix = azurite.NewPrefix();
        await using var world = new ForwardingWorld(azurite.ConnectionString, prefix, remote.Address);
        var (stopped, other) = (await world.RegisterAsync("stopped"), await world.RegisterAsync("other"));
        await using var own = new ForwardingWorld(
            azurite.ConnectionString, prefix, remote.Address, world.Time, $"REMOTE_STATS_TOKENS:{stopped.Uuid:N}=unknown-key");
        var waiting = await own.PostAsync(stopped, PostedStat.Many(2));
        remote.Always = call => call.Key == "unknown-key" ? Results.StatusCode(status) : null;
        await own.ForwardAsync();
        await own.PostAsync(other, new PostedStat());

        Assert.EndsWith("1 clients failed, 1 of them until a setting changes.", await own.ForwardAsync(), StringComparison.Ordinal);

        Assert.Single(remote.Calls, call => call.Key == "unknown-key");
        Assert.Single(remote.Stored);
        var state = await own.StatusAsync(stopped);
        Assert.Contains($"answered {status}", state.State.StoppedReason, StringComparison.Ordinal);
        Assert.NotNull(state.WaitingSince);
        Assert.DoesNotContain("unknown-key", $"{state}", StringComparison.Ordinal);

        await world.ForwardAsync();
        Assert.Superset(waiting.ToHashSet(), remote.Stored.Keys.ToHashSet());
        Assert.Null((await world.StatusAsync(stopped)).State.StoppedReason);
    }

    [Fact]
    public async Task One_stat_in_five_hundred_that_is_refused_is_set_aside_with_the_reason_and_can_be_pushed_later()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        var sent = await world.PostAsync(client, PostedStat.Many(500));
        var poison = sent[321];
        remote.Always = call => call.Uuids.Contains(poison) ? Results.BadRequest(new { message = "No such thing as this." }) : null;

        await world.ForwardAsync();

        Assert.Equal(sent.Where(uuid => uuid != poison).Order(), remote.Stored.Keys.Order());
        Assert.Empty(await world.OutboxAsync(client));
        var store = world.Get<StatsService.Forwarding.ForwardingStore>();
        var refused = Assert.Single(await store.ListRefusedAsync(client.Uuid, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(poison, refused.Uuid.ToString());
        Assert.Contains("No such thing as this.", refused.Reason, StringComparison.Ordinal);
        Assert.InRange(remote.Calls.Count, 2, 20);

        remote.Always = _ => null;
        var push = world.Get<StatsService.Forwarding.StatPush>();
        var pushed = await push.PushAsync(client, refused.Date, refused.Date, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal(new StatsService.Forwarding.PushedStats(500, 0), pushed);
        Assert.Equal(sent.Order(), remote.Stored.Keys.Order());
        Assert.Equal(0, (await world.StatusAsync(client)).Refused);
    }

    [Fact]
    public async Task What_was_deleted_before_it_was_sent_is_not_sent()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        var (deleted, kept) = (new PostedStat(), new PostedStat());
        await world.PostAsync(client, new PostedStat { Anr = deleted.Anr });
        await world.PostAsync(client, deleted, kept);
        await world.DeleteAsync(client, deleted.Anr);

        await world.ForwardAsync();

        Assert.Equal(kept.Uuid, Assert.Single(remote.Stored.Keys));
        Assert.Empty(await world.OutboxAsync(client));
    }

    [Fact]
    public async Task Without_a_remote_instance_nothing_is_queued_up_nor_sent()
    {
        await using var world = new ForwardingWorld(azurite.ConnectionString, azurite.NewPrefix(), server: "");
        var client = await world.RegisterAsync();
        await world.PostAsync(client, new PostedStat());

        Assert.Equal("REMOTE_STATS_SERVER is empty: nothing is forwarded.", await world.ForwardAsync());
        Assert.Empty(await world.OutboxAsync(client));
    }

    private ForwardingWorld New(ScriptedRemote remote) => new(azurite.ConnectionString, azurite.NewPrefix(), remote.Address + "/");
}
