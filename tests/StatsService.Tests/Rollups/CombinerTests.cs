using StatsService.Totals;

namespace StatsService.Tests.Rollups;

public sealed class CombinerTests
{
    [Fact]
    public async Task What_waits_for_the_same_key_is_done_together()
    {
        var first = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var batches = new List<int[]>();
        var combiner = new Combiner<string, int>(3, async (_, items) =>
        {
            lock (batches)
                batches.Add([.. items]);
            started.TrySetResult();
            await first.Task;
        });

        var all = new List<Task> { combiner.AddAsync("a", 0) };
        await started.Task;
        all.AddRange(Enumerable.Range(1, 4).Select(item => combiner.AddAsync("a", item)));
        first.SetResult();
        await Task.WhenAll(all);

        Assert.Equal([[0], [1, 2, 3], [4]], batches);
    }

    [Fact]
    public async Task One_that_fails_fails_alone()
    {
        var combiner = new Combiner<string, int>(10, (_, items) => items.Contains(13) ? throw new InvalidDataException("13") : Task.CompletedTask);

        Task[] tasks = [.. new[] { 1, 13, 2 }.Select(item => combiner.AddAsync("a", item))];

        await tasks[0];
        await Assert.ThrowsAsync<InvalidDataException>(() => tasks[1]);
        await tasks[2];
    }

    [Fact]
    public async Task Nobody_waits_for_ever_whatever_fails()
    {
        var combiner = new Combiner<int, int>(3, async (_, items) =>
        {
            await Task.Yield();
            if (items.Sum() % 3 == 0)
                throw new InvalidDataException();
        });

        foreach (var round in Enumerable.Range(0, 200))
        {
            var all = Task.WhenAll(Enumerable.Range(round, 8).Select(item => combiner.AddAsync(item % 2, item)));
            await all.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken).ContinueWith(
                done => Assert.IsNotType<TimeoutException>(done.Exception?.InnerException), TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
