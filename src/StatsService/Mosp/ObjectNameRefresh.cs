using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace StatsService.Mosp;

/// <summary>
/// Asks MOSP what the threats and vulnerabilities that stats report are called, in each language, without being a burden: few
/// at once, each seldom, and no more where it does not answer.
/// </summary>
public sealed partial class ObjectNameRefresh(
    MospCatalogue catalogue, ObjectNameStore store, ReportedObjects objects, Meter meter, TimeProvider time, ILogger<ObjectNameRefresh> logger)
{
    private const int MaxAtOnce = 4;
    private const int MaxFailures = 5;

    // What is not asked by then is asked in the next run.
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(3);

    // A week and a day, less what timers may be off.
    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(7) - TimeSpan.FromHours(1);
    private static readonly TimeSpan MissingFor = TimeSpan.FromDays(1) - TimeSpan.FromHours(1);

    private readonly Counter<int> misses = meter.CreateCounter<int>("stats_mosp_misses", description: "Names that MOSP was asked for and does not publish.");
    private readonly Counter<int> unanswered = meter.CreateCounter<int>("stats_mosp_unanswered", description: "Questions that MOSP did not answer.");

    /// <returns>What was done, in a sentence.</returns>
    public async Task<string> RefreshAsync(CancellationToken cancellationToken)
    {
        if (!catalogue.IsOn)
            return "MOSP is switched off.";
        var started = time.GetTimestamp();
        var now = time.GetUtcNow();
        var due = await FindDueAsync(now, cancellationToken);
        var (asked, published, failures) = (0, 0, 0);
        MospUnavailableException? failure = null;
        await Parallel.ForEachAsync(
            due.TakeWhile(_ => Volatile.Read(ref failures) < MaxFailures && time.GetElapsedTime(started) < Duration),
            new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
            async (question, token) =>
            {
                // Where MOSP fails, what it said before stays; the question goes to the end of the queue, so that it stops no other.
                var name = question.Known;
                try
                {
                    name = await catalogue.FindAsync(question.Uuid, question.Language, token) is [var newest, ..] ? new MospName(newest.Id, newest.Name) : null;
                    Interlocked.Increment(ref asked);
                    if (name is not null)
                        Interlocked.Increment(ref published);
                }
                catch (MospUnavailableException exception)
                {
                    Interlocked.Increment(ref failures);
                    Interlocked.CompareExchange(ref failure, exception, null);
                }

                await store.WriteAsync(question.Language, new ObjectName(question.Uuid, name, now), token);
            });

        misses.Add(asked - published);
        unanswered.Add(failures);
        if (failure is not null)
            Log.Unavailable(logger, failures, due.Count, failure);
        return $"{asked} names asked of MOSP, {published} of them published; {failures} not answered, {due.Count - asked - failures} left for the next run.";
    }

    /// <summary>What was never asked comes first, the most reported before the others; then what was asked longest ago.</summary>
    private async Task<IReadOnlyList<Question>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reported = await objects.GetAsync(cancellationToken);
        var due = new List<Question>();
        foreach (var language in Languages.All)
        {
            var names = await store.ReadAsync(language, cancellationToken);
            foreach (var (uuid, known) in reported)
            {
                var name = names.GetValueOrDefault(uuid);
                if (name is null || now - name.AskedAt >= (name.Published is null ? MissingFor : KnownFor))
                    due.Add(new Question(uuid, language, name?.Published, name?.AskedAt ?? DateTimeOffset.MinValue, known.Reports));
            }
        }

        return [.. due.OrderBy(question => question.AskedAt).ThenByDescending(question => question.Reports)];
    }

    private sealed record Question(Guid Uuid, Language Language, MospName? Known, DateTimeOffset AskedAt, long Reports);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "MOSP did not answer {Failures} of {Questions} questions, and was left alone after the fifth. Names that are known stay, others come from the statistics; the next run asks again. Check MOSP_URL and MOSP_TOKEN if this goes on.")]
        public static partial void Unavailable(ILogger logger, int failures, int questions, Exception exception);
    }
}
