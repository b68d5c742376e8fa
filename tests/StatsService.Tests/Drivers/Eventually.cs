using System.Diagnostics;

namespace StatsService.Tests.Drivers;

/// <summary>Waits for what happens a moment later.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        for (var started = Stopwatch.StartNew(); !await condition();)
        {
            Assert.True(started.Elapsed < Patience, "What was awaited did not happen in time.");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
