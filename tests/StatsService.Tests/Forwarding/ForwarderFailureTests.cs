using Microsoft.AspNetCore.Http;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Forwarding;

public sealed class ForwarderFailureTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_short_wait_that_the_remote_asks_for_is_waited_within_the_run()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var sent = await world.PostAsync(await world.RegisterAsync(), new PostedStat());
        remote.Next.Enqueue(RetryAfter(StatusCodes.Status429TooManyRequests, 20));
        var begun = world.Time.GetUtcNow();

        await world.ForwardWhileTimePassesAsync();

        Assert.Equal(sent, remote.Stored.Keys);
        Assert.True(world.Time.GetUtcNow() - begun >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_long_wait_that_the_remote_asks_for_is_kept_over_runs()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        var sent = await world.PostAsync(client, new PostedStat());
        remote.Next.Enqueue(RetryAfter(StatusCodes.Status503ServiceUnavailable, 3600));

        await world.ForwardAsync();
        world.Time.Advance(TimeSpan.FromMinutes(59));
        await world.ForwardAsync();
        Assert.Single(remote.Calls);
        Assert.Contains("answered 503", (await world.StatusAsync(client)).State.LastError, StringComparison.Ordinal);

        world.Time.Advance(TimeSpan.FromMinutes(2));
        await world.ForwardAsync();
        Assert.Equal(sent, remote.Stored.Keys);
        Assert.Null((await world.StatusAsync(client)).State.LastError);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    public async Task What_may_pass_by_itself_is_tried_again(int status)
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var sent = await world.PostAsync(await world.RegisterAsync(), new PostedStat());
        remote.AnswersOnce(Results.StatusCode(status));
        remote.AnswersOnce(Results.StatusCode(status));

        await world.ForwardWhileTimePassesAsync();

        Assert.Equal(sent, remote.Stored.Keys);
        Assert.Equal(3, remote.Calls.Count);
    }

    [Fact]
    public async Task A_remote_that_fails_for_good_gets_everything_once_it_is_mended()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        var sent = await world.PostAsync(client, new PostedStat());
        remote.Always = _ => Results.StatusCode(StatusCodes.Status500InternalServerError);
        await world.ForwardWhileTimePassesAsync();
        Assert.Equal(5, remote.Calls.Count);
        Assert.Contains("answered 500", (await world.StatusAsync(client)).State.LastError, StringComparison.Ordinal);
        world.Time.Advance(TimeSpan.FromDays(200));

        remote.Always = _ => null;
        await world.ForwardAsync();

        Assert.Equal(sent, remote.Stored.Keys);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_not_waited_for_longer_than_a_minute()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var sent = await world.PostAsync(await world.RegisterAsync(), new PostedStat());
        remote.Next.Enqueue(async context =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(61));
            var aborted = new TaskCompletionSource();
            context.RequestAborted.Register(aborted.SetResult);
            await aborted.Task;
            return Results.Empty;
        });

        await world.ForwardWhileTimePassesAsync();

        Assert.Equal(sent, remote.Stored.Keys);
        Assert.Equal(2, remote.Calls.Count);
    }

    [Fact]
    public async Task A_line_that_breaks_after_the_stats_were_taken_doubles_nothing()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        var sent = await world.PostAsync(client, PostedStat.Many(3));
        var lost = 0;
        remote.LosesAnswer = _ => Interlocked.Increment(ref lost) == 1;

        await world.ForwardWhileTimePassesAsync();

        Assert.Equal(sent.Order(), remote.Stored.Keys.Order());
        Assert.Equal(2, remote.Calls.Count);
        Assert.Empty(await world.OutboxAsync(client));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_so_that_the_key_reaches_no_other_host()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var other = await ScriptedRemote.StartAsync();
        await using var world = New(remote);
        var client = await world.RegisterAsync();
        await world.PostAsync(client, new PostedStat());
        remote.AnswersOnce(Results.Redirect($"{other.Address}/api/v1/stats/", permanent: true, preserveMethod: true));

        await world.ForwardAsync();

        Assert.Empty(other.Calls);
        Assert.Contains("answered 308", (await world.StatusAsync(client)).State.LastError, StringComparison.Ordinal);
        Assert.Single(await world.OutboxAsync(client));
    }

    private static Func<HttpContext, Task<IResult?>> RetryAfter(int status, int seconds) => context =>
    {
        context.Response.Headers.RetryAfter = $"{seconds}";
        return Task.FromResult<IResult?>(Results.StatusCode(status));
    };

    private ForwardingWorld New(ScriptedRemote remote) => new(azurite.ConnectionString, azurite.NewPrefix(), remote.Address);
}
