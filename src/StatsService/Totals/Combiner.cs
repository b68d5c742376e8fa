namespace StatsService.Totals;

/// <summary>Does together what was asked for under one key while the work on that key was busy.</summary>
/// <param name="maxItems">At most so many at once.</param>
public sealed class Combiner<TKey, TItem>(int maxItems, Func<TKey, IReadOnlyList<TItem>, Task> work)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Queue<(TItem Item, TaskCompletionSource Done)>> waiting = [];

    /// <summary>Ends when the item's work is done, or fails as that does.</summary>
    public Task AddAsync(TKey key, TItem item)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (waiting)
        {
            if (waiting.TryGetValue(key, out var queue))
            {
                queue.Enqueue((item, done));
                return done.Task;
            }

            waiting[key] = new Queue<(TItem, TaskCompletionSource)>([(item, done)]);
        }

        _ = Task.Run(() => WorkAsync(key));
        return done.Task;
    }

    private async Task WorkAsync(TKey key)
    {
        while (Take(key) is { Count: > 0 } batch)
        {
            if (batch.Count > 1 && await TryTogetherAsync(key, batch))
                continue;

            // Alone, or one of them spoils it for all: the others shall not fail with it.
            foreach (var (item, done) in batch)
            {
                try
                {
                    await work(key, [item]);
                    done.SetResult();
                }
                catch (Exception exception)
                {
                    done.SetException(exception);
                }
            }
        }
    }

    private async Task<bool> TryTogetherAsync(TKey key, List<(TItem Item, TaskCompletionSource Done)> batch)
    {
        try
        {
            await work(key, [.. batch.Select(entry => entry.Item)]);
        }
        catch (Exception)
        {
            return false;
        }

        batch.ForEach(entry => entry.Done.SetResult());
        return true;
    }

    private List<(TItem Item, TaskCompletionSource Done)> Take(TKey key)
    {
        lock (waiting)
        {
            var batch = new List<(TItem, TaskCompletionSource)>();
            while (batch.Count < maxItems && waiting[key].TryDequeue(out var entry))
                batch.Add(entry);
            if (batch.Count == 0)
                waiting.Remove(key);
            return batch;
        }
    }
}
