using Microsoft.Extensions.Logging;
using StatsService.Storage;

namespace StatsService.Upkeep;

/// <summary>Runs a job on one instance at a time, and records how it went.</summary>
/// <remarks>
/// The job is held for half a minute and held again while it runs, so that an instance that dies keeps the others waiting no
/// longer than that. Instances' clocks may differ and an instance may stall, so a job must do no harm where it runs twice.
/// </remarks>
public sealed partial class JobRunner(IJobStore jobs, TimeProvider time, ILogger<JobRunner> logger)
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    /// <param name="work">Gives a sentence that says what was done. Its token is cancelled too when the job can't be held any longer.</param>
    /// <returns>False where another instance runs the job; nothing was done then.</returns>
    public async Task<bool> RunAsync(string name, Func<CancellationToken, Task<string>> work, CancellationToken cancellationToken)
    {
        var holder = Guid.NewGuid();
        var run = new JobRun(name, time.GetUtcNow(), EndedAt: null, HasSucceeded: false, "Running, or ended without a word.");
        if (!await jobs.TryHoldAsync(name, holder, time.GetUtcNow() + Hold, run, cancellationToken))
        {
            LogHeld(logger, name);
            return false;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var holding = KeepHoldingAsync(name, holder, ended.CancelAsync, ended.Token);
        try
        {
            run = run with { HasSucceeded = true, Outcome = await work(ended.Token) };
            return true;
        }
        catch (Exception exception)
        {
            run = run with { Outcome = $"Failed: {exception.Message}" };
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await holding;
            await EndAsync(run with { EndedAt = time.GetUtcNow() }, holder);
        }
    }

    private async Task KeepHoldingAsync(string name, Guid holder, Func<Task> stop, CancellationToken ended)
    {
        try
        {
            do
                await Task.Delay(Renewal, time, ended);
            while (await jobs.TryHoldAsync(name, holder, time.GetUtcNow() + Hold, run: null, ended));
            LogLost(logger, name, null);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (StorageUnavailableException exception)
        {
            LogLost(logger, name, exception);
        }

        await stop();
    }

    private async Task EndAsync(JobRun run, Guid holder)
    {
        try
        {
            await jobs.TryHoldAsync(run.Name, holder, time.GetUtcNow(), run, CancellationToken.None);
        }
        catch (StorageUnavailableException exception)
        {
            LogNotRecorded(logger, run.Name, run.Outcome, exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Job} runs on another instance; it is left to that one.")]
    private static partial void LogHeld(ILogger logger, string job);

    [LoggerMessage(LogLevel.Warning, "{Job} can't be held any longer and stops; its next run goes on where this one ended.")]
    private static partial void LogLost(ILogger logger, string job, Exception? exception);

    [LoggerMessage(LogLevel.Warning, "The end of {Job} could not be recorded ({Outcome}): the administrator's status shows it as running until its next run.")]
    private static partial void LogNotRecorded(ILogger logger, string job, string outcome, Exception exception);
}
