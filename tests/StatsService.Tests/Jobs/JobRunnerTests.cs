using Microsoft.Extensions.Time.Testing;
using StatsService.Storage;
using StatsService.Tests.Azurite;
using StatsService.Tests.Forwarding;
using StatsService.Upkeep;

namespace StatsService.Tests.Jobs;

public sealed class JobRunnerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Job = "Sweep";
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private ForwardingWorld first = null!;
    private ForwardingWorld second = null!;

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
    public async Task A_job_shows_as_running_until_it_ends()
    {
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var running = RunAsync(first, async _ =>
        {
            begun.SetResult();
            await end.Task;
            return "Done.";
        });
        await begun.Task;

        Assert.Null((await LastRunAsync()).EndedAt);

        end.SetResult();
        await running;
        Assert.Equal("Done.", (await LastRunAsync()).Outcome);
    }

    [Fact]
    public async Task How_a_run_went_is_recorded_also_when_it_failed()
    {
        await RunAsync(first, _ =>
        {
            time.Advance(TimeSpan.FromSeconds(3));
            return Task.FromResult("4 days announced again.");
        });
        var success = await LastRunAsync();
        Assert.Equal((true, "4 days announced again.", TimeSpan.FromSeconds(3)), (success.HasSucceeded, success.Outcome, success.EndedAt - success.StartedAt));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => RunAsync(second, _ => throw new StorageUnavailableException("The storage did not answer.")));

        var failure = await LastRunAsync();
        Assert.Equal((false, "Failed: The storage did not answer."), (failure.HasSucceeded, failure.Outcome));
        Assert.NotNull(failure.EndedAt);
        await RunAsync(first, _ => Task.FromResult("Mended."));
        Assert.True((await LastRunAsync()).HasSucceeded);
    }

    private static Task RunAsync(ForwardingWorld on, Func<CancellationToken, Task<string>> work) => on.Get<JobRunner>().RunAsync(Job, work, Cancellation);

    private async Task<JobRun> LastRunAsync() => await first.Get<JobStore>().ListAsync(Cancellation).SingleAsync(Cancellation);
}
