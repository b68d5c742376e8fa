using System.Diagnostics;

namespace StatsService.Totals;

/// <summary>Does work for all who ask for it while it is busy in one more pass, instead of one for each.</summary>
/// <remarks>
/// Whoever asks alone is served at once. Where many ask one after the other, a pass waits for more of them to join, since it costs
/// nearly the same for one as for all.
/// </remarks>
/// <param name="work">One pass; it is given what was asked for since the pass before it began.</param>
/// <param name="longestGathering">How long after the first one asked a pass begins at the latest, where many ask; a pass before it may still be busy then.</param>
internal sealed class SharedPasses<T>(Func<IReadOnlySet<T>, Task> work, TimeSpan longestGathering)
{
    /// <summary>
    /// How many make a pass worth its price: it waits for no more. The host fetches no further messages while more than host.json's
    /// <c>newBatchThreshold</c> are in work, so a pass that waited for more than these would wait in vain.
    /// </summary>
    private const int Enough = 16;

    /// <summary>So many that asked within the longest gathering are a crowd.</summary>
    private const int Crowd = 4;

    /// <summary>Messages come several at a time: the first one's pass would begin without the others, which then wait for a second.</summary>
    private static readonly TimeSpan ShortestGathering = TimeSpan.FromMilliseconds(5);

    private readonly Lock gate = new();
    private readonly Queue<long> lastAsked = new(Crowd);
    private Task last = Task.CompletedTask;
    private Waiting? waiting;

    /// <summary>Ends with a pass that begins after this call, or fails as that does.</summary>
    public Task JoinAsync(IEnumerable<T> items)
    {
        lock (gate)
        {
            if (lastAsked.Count == Crowd)
                lastAsked.Dequeue();
            lastAsked.Enqueue(Stopwatch.GetTimestamp());
            if (waiting is null)
            {
                var (mine, before) = (waiting = new Waiting(), last);
                last = mine.Pass = Task.Run(() => RunAsync(mine, before));
            }

            waiting.Items.UnionWith(items);
            if (++waiting.Asking == Enough)
                waiting.HasEnough.SetResult();
            return waiting.Pass;
        }
    }

    private async Task RunAsync(Waiting mine, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(ShortestGathering);
        if (IsCrowded() && longestGathering - Stopwatch.GetElapsedTime(mine.Began) is { Ticks: > 0 } left)
            await Task.WhenAny(mine.HasEnough.Task, Task.Delay(left));
        lock (gate)
            waiting = null;
        await work(mine.Items);
    }

    private bool IsCrowded()
    {
        lock (gate)
            return lastAsked.Count == Crowd && Stopwatch.GetElapsedTime(lastAsked.Peek()) < longestGathering;
    }

    private sealed class Waiting
    {
        public HashSet<T> Items { get; } = [];

        public long Began { get; } = Stopwatch.GetTimestamp();

        public int Asking { get; set; }

        public TaskCompletionSource HasEnough { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Pass { get; set; } = Task.CompletedTask;
    }
}
