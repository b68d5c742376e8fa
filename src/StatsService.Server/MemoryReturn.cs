namespace StatsService.Server;

/// <summary>
/// Gives memory back to the machine after a rush. The garbage collector does so only while it collects, and a service that is asked for little hardly
/// allocates, so what a rush took would stay for hours.
/// </summary>
internal sealed class MemoryReturn(TimeProvider time) : BackgroundService
{
    private const long Much = 16 * 1024 * 1024;
    private const long LittleAllocated = 64 * 1024 * 1024;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private static long Held => GC.GetGCMemoryInfo().TotalCommittedBytes;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var (allocated, settled) = (GC.GetTotalAllocatedBytes(), 0L);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var before = allocated;
            allocated = GC.GetTotalAllocatedBytes();
            if (allocated - before > LittleAllocated || Held - settled < Much)
                continue;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            settled = Held;
        }
    }
}
