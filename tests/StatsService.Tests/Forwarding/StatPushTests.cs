using Microsoft.AspNetCore.Http;
using StatsService.Forwarding;
using StatsService.Tests.Azurite;
using StatsService.Wire;

namespace StatsService.Tests.Forwarding;

public sealed class StatPushTests(AzuriteFixture azurite)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_days_asked_for_are_sent_again_and_a_stopped_client_goes_on()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote.Address);
        var client = await world.RegisterAsync();
        PostedStat[] stats = [.. new[] { -9, -5, -4, 0 }.SelectMany(day => new[] { "risk", "compliance" }.Select(type => new PostedStat { Type = type, Date = PostedStat.Day(day) }))];
        await world.PostAsync(client, stats);
        remote.AnswersOnce(Results.StatusCode(StatusCodes.Status403Forbidden));
        await world.ForwardAsync();
        Assert.NotNull((await world.StatusAsync(client)).State.StoppedReason);

        var pushed = await PushAsync(world, client, Today.AddDays(-5), Today.AddDays(-1));

        Assert.Equal(new PushedStats(4, 0), pushed);
        Assert.Equal(stats[2..6].Select(stat => stat.Uuid).Order(), remote.Stored.Keys.Order());
        await world.ForwardAsync();
        Assert.Equal(stats.Length, remote.Stored.Count);
    }

    [Fact]
    public async Task Nothing_is_pushed_of_who_does_not_share_nor_to_nowhere()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote.Address);
        await using var alone = New("");
        var silent = await world.RegisterAsync(isSharingEnabled: false);
        await world.PostAsync(silent, new PostedStat());

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => PushAsync(world, silent, Today.AddDays(-9), Today));
        Assert.Equal("The client office has not agreed to share its stats, so they are not pushed. Nothing was sent.", refusal.Message);
        var sharing = await alone.RegisterAsync();
        await Assert.ThrowsAsync<InvalidInputException>(() => PushAsync(alone, sharing, Today, Today));
        Assert.Empty(remote.Calls);
    }

    [Fact]
    public async Task A_push_that_fails_says_what_was_answered()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote.Address);
        var client = await world.RegisterAsync();
        await world.PostAsync(client, new PostedStat());
        remote.AnswersOnce(Results.Json(new { Error = "Forbidden." }, statusCode: StatusCodes.Status403Forbidden));

        var failure = await Assert.ThrowsAsync<RemoteFailedException>(() => PushAsync(world, client, Today.AddDays(-9), Today));

        Assert.Contains("answered 403 Forbidden: {\"error\":\"Forbidden.\"}", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<PushedStats> PushAsync(ForwardingWorld world, StatsService.Clients.Client client, DateOnly from, DateOnly to) =>
        world.Get<StatPush>().PushAsync(client, from, to, progress: null, Cancellation);

    private ForwardingWorld New(string server) => new(azurite.ConnectionString, azurite.NewPrefix(), server);
}
