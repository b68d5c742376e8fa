using System.Diagnostics;

namespace StatsService.Tests.Drivers;

/// <summary>Waits for what happens a moment later.</summary>
public static class Eventually
{
    /// <summary>An instance that died keeps others from aggregating for a minute and a half, and what it left is looked for once a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="pause">Between two looks, where a tenth of a second is too long.</param>
    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan? pause = null)
    {
        for (var started = Stopwatch.StartNew(); !await condition();)
        {
            Assert.True(started.Elapsed < Patience, "What was awaited did not happen in time.");
            await Task.Delay(pause ?? Pause, TestContext.Current.CancellationToken);
        }
    }
}
