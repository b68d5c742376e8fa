using Microsoft.Extensions.Time.Testing;
using StatsService.Tests.Azurite;
using StatsService.Tests.Totals;

namespace StatsService.Tests.Forwarding;

public sealed class ForwarderTimeTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Who_agrees_again_shares_what_is_younger_than_three_months_and_the_rest_is_dropped()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        await world.ShareAsync(client, isEnabled: false);
        await world.PostAsync(client, new PostedStat());
        world.Time.Advance(TimeSpan.FromDays(60));
        var younger = await world.PostAsync(client, new PostedStat());
        await world.ForwardAsync();
        Assert.Equal(2, (await world.OutboxAsync(client)).Count);
        world.Time.Advance(TimeSpan.FromDays(60));

        await world.ShareAsync(client, isEnabled: true);
        await world.ForwardAsync();

        Assert.Equal(younger, remote.Stored.Keys);
        Assert.Empty(await world.OutboxAsync(client));
    }

    [Fact]
    public async Task The_outbox_of_who_does_not_share_keeps_three_months()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync(isSharingEnabled: false);
        for (var month = 0; month < 6; month++)
        {
            await world.PostAsync(client, new PostedStat());
            world.Time.Advance(TimeSpan.FromDays(28));
        }

        await world.ForwardAsync();

        Assert.Empty(remote.Calls);
        Assert.Equal(3, (await world.OutboxAsync(client)).Count);
    }

    [Fact]
    public async Task Who_agrees_twice_loses_nothing_to_a_remote_that_was_away_for_half_a_year()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        var sent = await world.PostAsync(client, new PostedStat());
        world.Time.Advance(TimeSpan.FromDays(180));
        await world.ShareAsync(client, isEnabled: true);

        await world.ForwardAsync();

        Assert.Equal(sent, remote.Stored.Keys);
    }

    [Fact]
    public async Task A_run_ends_after_four_minutes_and_the_next_goes_on()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        // Two of these don't fit one body.
        var data = PostedStat.Compressible(5 * 1024 * 1024);
        var sent = new List<string>();
        for (var i = 0; i < 8; i++)
            sent.AddRange(await world.PostAsync(client, new PostedStat { Data = data }));
        remote.Always = _ =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(50));
            return null;
        };
        var begun = world.Time.GetUtcNow();

        await world.ForwardAsync();
        Assert.InRange(world.Time.GetUtcNow() - begun, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        Assert.InRange(remote.Stored.Count, 4, 5);
        Assert.InRange((await world.OutboxAsync(client)).Count, 3, 4);

        await world.ForwardAsync();
        Assert.Equal(sent.Order(), remote.Stored.Keys.Order());
        Assert.Empty(await world.OutboxAsync(client));
        Assert.InRange(remote.Calls.Count, 8, 9);
    }

    [Fact]
    public async Task A_forwarder_that_dies_at_any_storage_operation_leaves_no_gap()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        var poison = (await world.PostAsync(client, new PostedStat())).Single();
        remote.Always = call => call.Uuids.Contains(poison) ? Microsoft.AspNetCore.Http.Results.BadRequest() : null;
        var sent = new List<string>();
        foreach (var isAnswerLost in (bool[])[false, true])
        {
            for (var operations = 0; operations < 9; operations++)
            {
                sent.AddRange(await world.PostAsync(client, [.. PostedStat.Many(2), .. PostedStat.Many(2, "threat")]));
                world.Storage.CrashAfter(operations, isAnswerLost);
                await Assert.ThrowsAnyAsync<Exception>(() => DieAsync(world));
                world.Storage.Survive();
            }
        }

        await world.ForwardAsync();

        Assert.Equal(sent.Order(), remote.Stored.Keys.Order());
        Assert.Empty(await world.OutboxAsync(client));
        Assert.Equal(1, (await world.StatusAsync(client)).Refused);
    }

    // A run that needs fewer operations ends without dying.
    private static async Task DieAsync(ForwardingWorld world)
    {
        await world.ForwardAsync();
        throw new SimulatedCrashException();
    }

    private ForwardingWorld New(ScriptedRemote remote) =>
        new(azurite.ConnectionString, azurite.NewPrefix(), remote.Address, new FakeTimeProvider(DateTimeOffset.UtcNow));
}
