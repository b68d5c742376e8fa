namespace StatsService.Totals;

/// <summary>Does work for all who ask for it while it is busy in one more pass, instead of one for each.</summary>
/// <param name="work">One pass; it is given what was asked for since the pass before it began.</param>
internal sealed class SharedPasses<T>(Func<IReadOnlySet<T>, Task> work)
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(5);

    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;
    private Waiting? waiting;

    /// <summary>Ends with a pass that begins after this call, or fails as that does.</summary>
    public Task JoinAsync(IEnumerable<T> items)
    {
        lock (gate)
        {
            if (waiting is null)
            {
                waiting = new Waiting();
                var before = last;
                last = waiting.Pass = Task.Run(() => RunAsync(before));
            }

            waiting.Items.UnionWith(items);
            return waiting.Pass;
        }
    }

    private async Task RunAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Messages come several at a time: the first one's pass would begin without the others, which then wait for a second.
        await Task.Delay(Gathering);
        HashSet<T> items;
        lock (gate)
        {
            items = waiting!.Items;
            waiting = null;
        }

        await work(items);
    }

    private sealed class Waiting
    {
        public HashSet<T> Items { get; } = [];

        public Task Pass { get; set; } = Task.CompletedTask;
    }
}
