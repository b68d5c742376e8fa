using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using StatsService.Storage;
using StatsService.Tests.Azurite;
using StatsService.Tests.Forwarding;
using StatsService.Upkeep;

namespace StatsService.Tests.Jobs;

public sealed class JobRunnerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Job = "Sweep";
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private ForwardingWorld first = null!;
    private ForwardingWorld second = null!;

    private TableClient State => new(azurite.ConnectionString, $"{first.Prefix}State");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        var prefix = azurite.NewPrefix();
        first = new ForwardingWorld(azurite.ConnectionString, prefix, server: "", time);
        second = new ForwardingWorld(azurite.ConnectionString, prefix, server: "", time);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Fact]
    public async Task A_job_runs_on_one_instance_at_a_time_and_is_free_as_soon_as_it_ended()
    {
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var running = RunAsync(first, async _ =>
        {
            begun.SetResult();
            await end.Task;
            return "First.";
        });
        await begun.Task;

        Assert.False(await RunAsync(second, _ => throw new InvalidOperationException("It must not run.")));

        end.SetResult();
        Assert.True(await running);
        Assert.True(await RunAsync(second, _ => Task.FromResult("Second.")));
        Assert.Equal("Second.", (await LastRunAsync()).Outcome);
    }

    [Fact]
    public async Task A_job_stays_held_for_as_long_as_it_runs()
    {
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var running = RunAsync(first, async _ =>
        {
            begun.SetResult();
            await end.Task;
            return "Long.";
        });
        await begun.Task;

        for (var renewals = 0; renewals < 4; renewals++)
        {
            time.Advance(TimeSpan.FromSeconds(20));
            await Eventually.HoldsAsync(async () =>
                (await State.GetEntityAsync<TableEntity>("job", Job, cancellationToken: Cancellation)).Value.GetDateTimeOffset("HeldUntil") == time.GetUtcNow() + Hold);
        }

        Assert.False(await RunAsync(second, _ => throw new InvalidOperationException("It must not run.")));
        end.SetResult();
        Assert.True(await running);
    }

    [Fact]
    public async Task The_hold_of_an_instance_that_died_runs_out()
    {
        var dead = new JobRun(Job, time.GetUtcNow(), EndedAt: null, HasSucceeded: false, "Running.");
        Assert.True(await first.Get<JobStore>().TryHoldAsync(Job, Guid.NewGuid(), time.GetUtcNow() + Hold, dead, Cancellation));
        Assert.False(await RunAsync(second, _ => Task.FromResult("Too early.")));
        Assert.Null((await LastRunAsync()).EndedAt);

        time.Advance(Hold);

        Assert.True(await RunAsync(second, _ => Task.FromResult("Taken over.")));
        Assert.Equal("Taken over.", (await LastRunAsync()).Outcome);
    }

    [Fact]
    public async Task Who_loses_the_hold_stops()
    {
        var begun = new TaskCompletionSource();
        var running = RunAsync(first, async token =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return "Never.";
        });
        await begun.Task;
        // As if this instance had stalled for longer than its hold.
        await State.UpsertEntityAsync(
            new TableEntity("job", Job) { ["Holder"] = Guid.NewGuid(), ["HeldUntil"] = time.GetUtcNow() + TimeSpan.FromMinutes(5) },
            cancellationToken: Cancellation);

        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(running.IsCompleted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task How_a_run_went_is_recorded_also_when_it_failed()
    {
        Assert.True(await RunAsync(first, _ =>
        {
            time.Advance(TimeSpan.FromSeconds(3));
            return Task.FromResult("4 days announced again.");
        }));
        var success = await LastRunAsync();
        Assert.Equal((true, "4 days announced again.", TimeSpan.FromSeconds(3)), (success.HasSucceeded, success.Outcome, success.EndedAt - success.StartedAt));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => RunAsync(second, _ => throw new StorageUnavailableException("The storage did not answer.")));

        var failure = await LastRunAsync();
        Assert.Equal((false, "Failed: The storage did not answer."), (failure.HasSucceeded, failure.Outcome));
        Assert.NotNull(failure.EndedAt);
        Assert.True(await RunAsync(first, _ => Task.FromResult("Mended.")));
    }

    private static Task<bool> RunAsync(ForwardingWorld on, Func<CancellationToken, Task<string>> work) => on.Get<JobRunner>().RunAsync(Job, work, Cancellation);

    private async Task<JobRun> LastRunAsync() => await first.Get<JobStore>().ListAsync(Cancellation).SingleAsync(Cancellation);
}
