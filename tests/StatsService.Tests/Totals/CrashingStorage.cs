using StatsService.Storage;

namespace StatsService.Tests.Totals;

/// <summary>The instance died; nothing after this happened.</summary>
public sealed class SimulatedCrashException : Exception;

/// <summary>Lets an instance die before or after a storage operation that the test chose by its number, or stand still before it.</summary>
public sealed class CrashingStorage : StorageInterceptor
{
    private int left = int.MaxValue;
    private bool afterwards;
    private Hold? hold;

    /// <param name="operations">How many operations succeed before.</param>
    /// <param name="isAnswerLost">Whether the last one reaches the storage all the same.</param>
    public void CrashAfter(int operations, bool isAnswerLost)
    {
        left = operations;
        afterwards = isAnswerLost;
    }

    public void Survive() => left = int.MaxValue;

    /// <param name="operations">How many operations go through before the instance stands still.</param>
    /// <returns>Ends when it does.</returns>
    public Task HoldAfter(int operations)
    {
        hold = new Hold(operations);
        return hold.Reached;
    }

    /// <summary>How many operations wait at once where the instance stands still.</summary>
    public int Waiting => hold?.Waiting ?? 0;

    public void Resume() => Interlocked.Exchange(ref hold, null)?.Release();

    public override async ValueTask BeforeAsync(StorageOperation operation, CancellationToken cancellationToken)
    {
        if (hold is { } holding)
            await holding.PassAsync();
        var number = Interlocked.Decrement(ref left);
        if (number < 0 && !(number == -1 && afterwards))
            throw new SimulatedCrashException();
    }

    // Only the operation whose answer is lost comes here after the crash.
    public override ValueTask AfterAsync(StorageOperation operation, CancellationToken cancellationToken) =>
        Volatile.Read(ref left) < 0 ? throw new SimulatedCrashException() : ValueTask.CompletedTask;

    private sealed class Hold(int operations)
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int left = operations;

        public Task Reached => reached.Task;

        public int Waiting => Math.Max(0, -Volatile.Read(ref left));

        public Task PassAsync()
        {
            if (Interlocked.Decrement(ref left) >= 0)
                return Task.CompletedTask;
            reached.TrySetResult();
            return released.Task;
        }

        public void Release() => released.TrySetResult();
    }
}
