using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Time.Testing;
using StatsService.Tests.Storage.Engines;
using StatsService.Upkeep;

namespace StatsService.Tests.Server;

public sealed class TimerFunctionsTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);

    private WatchedTime time = new(Start);
    private readonly CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
    private Runs runs;
    private readonly SqliteUnderTest storage = new();

    public TimerFunctionsTests() => runs = new Runs(time);

    private CancellationToken Cancellation => patience.Token;

    [Fact]
    public async Task A_timer_runs_at_the_times_of_its_schedule_and_knows_the_last_and_the_next()
    {
        await using var host = await StartAsync(typeof(AtStartToo));

        var first = await runs.Started.ReadAsync(Cancellation);
        Assert.Equal(Start.UtcDateTime, first.At);
        Assert.Equal(default, first.Timer.ScheduleStatus!.Last);
        Assert.Equal(At(12, 5), first.Timer.ScheduleStatus.Next);

        var second = await RunAfterAsync(TimeSpan.FromMinutes(4.5));
        Assert.Equal(At(12, 5), second.At);
        Assert.Equal(Start.UtcDateTime, second.Timer.ScheduleStatus!.Last);
        Assert.Equal(At(12, 10), second.Timer.ScheduleStatus.Next);
        Assert.False(second.Timer.IsPastDue);
    }

    [Fact]
    public async Task A_timer_waits_for_its_time_at_start()
    {
        await using var host = await StartAsync(typeof(EveryFiveMinutes));

        Assert.Equal(At(12, 5), (await RunAfterAsync(TimeSpan.FromMinutes(4.5))).At);
    }

    [Fact]
    public async Task Runs_never_overlap_and_a_time_that_passes_during_a_run_is_left_out()
    {
        using var allowed = new SemaphoreSlim(0);
        runs.Work = allowed.WaitAsync;
        await using var host = await StartAsync(typeof(AtStartToo));
        await runs.Started.ReadAsync(Cancellation);

        time.Advance(TimeSpan.FromMinutes(21));
        allowed.Release(2);
        var next = await RunAfterAsync(TimeSpan.FromMinutes(3.5));

        Assert.Equal(At(12, 25), next.At);
        Assert.Equal(1, runs.MostAtOnce);
    }

    [Fact]
    public async Task A_run_that_fails_does_not_end_the_timer()
    {
        runs.Work = _ => throw new InvalidOperationException("no");
        await using var host = await StartAsync(typeof(AtStartToo));

        await runs.Started.ReadAsync(Cancellation);

        Assert.Equal(At(12, 5), (await RunAfterAsync(TimeSpan.FromMinutes(4.5))).At);
    }

    [Fact]
    public async Task A_schedule_may_lie_further_ahead_than_a_delay_can_hold()
    {
        await using var host = await StartAsync(typeof(EveryNewYear));

        Assert.Equal(new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc), (await RunAfterAsync(TimeSpan.FromDays(1))).At.Date);
    }

    [Theory]
    [InlineData(26, true)]
    [InlineData(1, false)]
    public async Task A_time_that_passed_while_the_server_was_off_is_made_up_for_at_its_start(int hoursOff, bool isMadeUpFor)
    {
        await using (await StartAsync(typeof(EveryNight)))
            await RanOrRecordedAsync("EveryNight");
        PassTimeWithoutServer(TimeSpan.FromHours(hoursOff));

        await using var host = await StartAsync(typeof(EveryNight));
        Assert.Equal(isMadeUpFor, (await RunAfterAsync(TimeSpan.FromHours(24))).Timer.IsPastDue);
    }

    [Fact]
    public async Task A_timer_that_is_not_monitored_makes_up_for_nothing()
    {
        await using (await StartAsync(typeof(UnmonitoredEveryNight)))
            await RunAfterAsync(TimeSpan.FromHours(24));
        PassTimeWithoutServer(TimeSpan.FromHours(26));

        await using var host = await StartAsync(typeof(UnmonitoredEveryNight));

        Assert.False((await RunAfterAsync(TimeSpan.FromHours(24))).Timer.IsPastDue);
        Assert.Null(await Records.FindAsync("UnmonitoredEveryNight", Cancellation));
    }

    [Fact]
    public async Task A_time_is_made_up_for_once()
    {
        await using (await StartAsync(typeof(EveryNight)))
            await RanOrRecordedAsync("EveryNight");
        PassTimeWithoutServer(TimeSpan.FromHours(26));
        await using (await StartAsync(typeof(EveryNight)))
        {
            await runs.Started.ReadAsync(Cancellation);
            await Eventually.HoldsAsync(async () => (await Records.FindAsync("EveryNight", Cancellation)) == time.GetUtcNow());
        }

        PassTimeWithoutServer(TimeSpan.FromHours(1));

        await using var host = await StartAsync(typeof(EveryNight));

        Assert.False((await RunAfterAsync(TimeSpan.FromHours(24))).Timer.IsPastDue);
    }

    public ValueTask DisposeAsync()
    {
        patience.Dispose();
        return storage.DisposeAsync();
    }

    private TimerRuns Records => new(storage.Open());

    private static DateTime At(int hour, int minute) => new(2026, 3, 1, hour, minute, 0, DateTimeKind.Utc);

    private Task<RunningServer> StartAsync(Type function) => new ServerBuilder(function).With(time).With(runs).With(storage.Open()).StartAsync();

    private void PassTimeWithoutServer(TimeSpan off)
    {
        time = new WatchedTime(time.GetUtcNow() + off);
        runs = new Runs(time);
    }

    private Task RanOrRecordedAsync(string timer) => Eventually.HoldsAsync(async () => await Records.FindAsync(timer, Cancellation) is not null);

    /// <summary>Moves the time on by a step whenever the timer waits, until it runs.</summary>
    private async Task<Run> RunAfterAsync(TimeSpan step)
    {
        var run = runs.Started.ReadAsync(Cancellation).AsTask();
        while (await Task.WhenAny(run, time.WaitedForAsync(Cancellation)) != run)
            time.Advance(step);
        return await run;
    }

    /// <summary>Tells when someone waits for a time to come. The server's own periodic timers are left out: they fire without a test that moves time on for them.</summary>
    private sealed class WatchedTime(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private readonly Channel<bool> waits = Channel.CreateUnbounded<bool>();

        public Task<bool> WaitedForAsync(CancellationToken cancellationToken) => waits.Reader.ReadAsync(cancellationToken).AsTask();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (period == Timeout.InfiniteTimeSpan)
                waits.Writer.TryWrite(true);
            return timer;
        }
    }

    public sealed record Run(TimerInfo Timer, DateTime At);

    public sealed class Runs(TimeProvider clock)
    {
        private readonly Channel<Run> started = Channel.CreateUnbounded<Run>();
        private int atOnce;

        public ChannelReader<Run> Started => started.Reader;

        public Func<CancellationToken, Task> Work { get; set; } = _ => Task.CompletedTask;

        public int MostAtOnce { get; private set; }

        public async Task RunAsync(TimerInfo timer, CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref atOnce));
            started.Writer.TryWrite(new Run(timer, clock.GetUtcNow().UtcDateTime));
            try
            {
                await Work(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref atOnce);
            }
        }
    }

    public sealed class EveryFiveMinutes(Runs runs)
    {
        [Function("EveryFiveMinutes")]
        public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => runs.RunAsync(timer, cancellationToken);
    }

    public sealed class AtStartToo(Runs runs)
    {
        [Function("AtStartToo")]
        public Task RunAsync([TimerTrigger("0 */5 * * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) => runs.RunAsync(timer, cancellationToken);
    }

    public sealed class EveryNight(Runs runs)
    {
        [Function("EveryNight")]
        public Task RunAsync([TimerTrigger("0 0 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) => runs.RunAsync(timer, cancellationToken);
    }

    public sealed class UnmonitoredEveryNight(Runs runs)
    {
        [Function("UnmonitoredEveryNight")]
        public Task RunAsync([TimerTrigger("0 0 3 * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) => runs.RunAsync(timer, cancellationToken);
    }

    public sealed class EveryNewYear(Runs runs)
    {
        [Function("EveryNewYear")]
        public Task RunAsync([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer, CancellationToken cancellationToken) => runs.RunAsync(timer, cancellationToken);
    }
}
