namespace StatsService.Stats;

/// <summary>
/// Lets this instance's writers of one client wait for each other, instead of meeting in conflicts that the storage
/// has to tell them of. Other instances still may: correctness rests on ETags alone.
/// </summary>
internal sealed class PartitionLocks : IDisposable
{
    private readonly SemaphoreSlim[] stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> EnterAsync(Guid client, CancellationToken cancellationToken)
    {
        var stripe = stripes[(uint)client.GetHashCode() % stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        return new Turn(stripe);
    }

    public void Dispose() => Array.ForEach(stripes, stripe => stripe.Dispose());

    private sealed class Turn(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
