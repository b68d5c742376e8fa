using Microsoft.Extensions.Logging;
using StatsService.Storage;

namespace StatsService.Upkeep;

/// <summary>Runs a timer's work as a job, and records how it went.</summary>
/// <remarks>
/// The Functions host runs a timer on one of its instances at a time, and a company's server is one process, so nothing is locked
/// here. An administrator may start the same job with the tool all the same, so a job must do no harm where it runs twice.
/// </remarks>
public sealed partial class JobRunner(JobStore jobs, TimeProvider time, ILogger<JobRunner> logger)
{
    /// <param name="work">Gives a sentence that says what was done.</param>
    public async Task RunAsync(string name, Func<CancellationToken, Task<string>> work, CancellationToken cancellationToken)
    {
        var run = new JobRun(name, time.GetUtcNow(), EndedAt: null, HasSucceeded: false, "Running, or ended without a word.");
        await jobs.WriteAsync(run, cancellationToken);
        try
        {
            run = run with { HasSucceeded = true, Outcome = await work(cancellationToken) };
        }
        catch (Exception exception)
        {
            run = run with { Outcome = $"Failed: {exception.Message}" };
            throw;
        }
        finally
        {
            await EndAsync(run with { EndedAt = time.GetUtcNow() });
        }
    }

    private async Task EndAsync(JobRun run)
    {
        try
        {
            await jobs.WriteAsync(run, CancellationToken.None);
        }
        catch (StorageUnavailableException exception)
        {
            Log.NotRecorded(logger, run.Name, run.Outcome, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The end of {Job} could not be recorded ({Outcome}): the administrator's status shows it as running until its next run.")]
        public static partial void NotRecorded(ILogger logger, string job, string outcome, Exception exception);
    }
}
