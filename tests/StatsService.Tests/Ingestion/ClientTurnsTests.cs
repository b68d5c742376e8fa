using StatsService.Ingestion;

namespace StatsService.Tests.Ingestion;

public sealed class ClientTurnsTests
{
    private readonly ClientTurns turns = new();
    private readonly Guid client = Guid.NewGuid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writers_of_one_client_take_turns_and_those_of_others_do_not_wait()
    {
        var first = await turns.EnterAsync(client, Cancellation);
        var second = turns.EnterAsync(client, Cancellation);
        using var other = await turns.EnterAsync(Guid.NewGuid(), Cancellation);
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
        using var third = await turns.EnterAsync(client, Cancellation);
    }

    [Fact]
    public async Task Who_gives_up_waiting_holds_nobody_up()
    {
        var first = await turns.EnterAsync(client, Cancellation);
        using var hangsUp = new CancellationTokenSource();
        var second = turns.EnterAsync(client, hangsUp.Token);
        var third = turns.EnterAsync(client, Cancellation);
        await hangsUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);

        first.Dispose();

        (await third).Dispose();
    }

    [Fact]
    public async Task One_at_a_time_is_inside_however_many_come_and_nothing_is_kept_of_them()
    {
        var (inside, most) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation }, async (_, token) =>
        {
            using var turn = await turns.EnterAsync(client, token);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });

        Assert.Equal(1, most);
        Assert.Equal(0, turns.Count);
    }
}
