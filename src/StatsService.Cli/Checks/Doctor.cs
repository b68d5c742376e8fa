using System.Globalization;
using Microsoft.Extensions.Options;
using StatsService.Clients;
using StatsService.Forwarding;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Upkeep;

namespace StatsService.Cli.Checks;

/// <summary>Asks each part that the service rests on, one after the other.</summary>
internal static class Doctor
{
    /// <summary>Within it, statistics of "today" are of the same day for everybody but for moments, and leases and outboxes do their work.</summary>
    private static readonly TimeSpan TolerableOffset = TimeSpan.FromMinutes(1);

    // Each may take seconds to answer, and one key for all clients is the rule.
    private const int MaxKeys = 10;

    public static async IAsyncEnumerable<Finding> ExamineAsync(ToolRun run)
    {
        var (storage, offset) = await ExamineStorageAsync(run);
        yield return storage;
        if (storage.Verdict == Verdict.Well)
        {
            var report = await run.Get<ServiceStatus>().GetAsync(run.Cancellation);
            yield return report.HasQueues
                ? Finding.Well("queue", string.Create(CultureInfo.InvariantCulture, $"It answers; {report.FailedJobParts} parts of jobs failed too often."))
                : Finding.Wrong("queue", "The queues do not answer: averages are not updated.", "Check that the storage account lets this identity use queues (Storage Queue Data Contributor), and its firewall.");
            yield return ExamineWork(report);
        }

        using var web = new WebProbe(run.Get<TimeProvider>());
        await foreach (var finding in ExamineRemoteAsync(run, web))
            yield return finding;
        yield return await ExamineMospAsync(run, web);
        // A database file's clock is this machine's own.
        var isFile = run.Get<IOptions<StorageOptions>>().Value.DatabaseFile.Length > 0;
        yield return ExamineClock([isFile ? null : offset, .. web.ClocksAhead]);
    }

    private static async Task<(Finding Finding, TimeSpan? ClockAhead)> ExamineStorageAsync(ToolRun run)
    {
        const string check = "storage";
        try
        {
            await run.Get<StorageLayout>().CheckAsync(run.Cancellation);
            var probed = await run.Get<StorageProbe>().ProbeAsync(run.Cancellation);
            return (Finding.Well(check, string.Create(CultureInfo.InvariantCulture, $"{run.Storage} keeps what is written; a write, a read and a deletion took {probed.Took.TotalMilliseconds:0} ms.")), probed.ClockAhead);
        }
        catch (StorageUnavailableException exception)
        {
            return (Finding.Wrong(check, $"{run.Storage}: {exception.Message}", "Check --storage, DATABASE_FILE or AzureWebJobsStorage; of a file, that its disk has room and that this user may write it; of an account, its key or role and its firewall."), null);
        }
        catch (StorageRefusedException exception)
        {
            return (Finding.Wrong(check, exception.Message, "Check --storage, DATABASE_FILE or AzureWebJobsStorage."), null);
        }
    }

    private static Finding ExamineWork(StatusReport report)
    {
        const string check = "work";
        string[] reasons = [.. (report with { HasTables = true, HasQueues = true }).Reasons];
        return reasons.Length > 0
            ? Finding.Wrong(check, string.Join(' ', reasons), "If the service does not run, start it: it does by itself what was left. If it runs, look into its log.")
            : Finding.Well(check, string.Create(CultureInfo.InvariantCulture, $"{report.Aggregation?.Days ?? 0} changes of days await their aggregation; {report.Jobs.Count} jobs ran, all well."));
    }

    /// <summary>Asks the remote instance who calls, as each client that shares.</summary>
    private static async IAsyncEnumerable<Finding> ExamineRemoteAsync(ToolRun run, WebProbe web)
    {
        const string check = "remote";
        var options = run.Get<IOptions<RemoteStatsOptions>>().Value;
        if (!options.IsForwarding)
        {
            yield return Finding.Off(check, "REMOTE_STATS_SERVER is empty: nothing is forwarded.");
            yield break;
        }

        // Where the storage fails, the key that most clients have is tried all the same.
        var senders = await SendersAsync(run);
        foreach (var (key, names) in senders.GroupBy(client => options.Of(client).Token, client => client.Name).Select(group => (group.Key, string.Join(", ", group))).DefaultIfEmpty((options.Token, "")).Take(MaxKeys))
        {
            var whom = names.Length == 0 ? "no client shares" : $"for {names}";
            var answer = await web.AskAsync(new Uri($"{options.Server.TrimEnd('/')}/api/v1/client/me"), key, run.Cancellation);
            yield return answer.Status switch
            {
                200 => Finding.Well(check, $"{options.Server} knows the key ({whom})."),
                401 or 403 => Finding.Wrong(check, $"{options.Server} does not know the key ({whom}).", "Correct REMOTE_STATS_TOKEN, or the client's own REMOTE_STATS_TOKENS__UUID; the remote instance's administrator can make a new key with 'client rotate-token'."),
                null => Finding.Wrong(check, $"{options.Server} does not answer: {answer.Failure}", "Check REMOTE_STATS_SERVER, and whether this machine may reach it. What is to be forwarded waits, nothing is lost."),
                _ => Finding.Wrong(check, string.Create(CultureInfo.InvariantCulture, $"{options.Server} answered {answer.Status}."), "Check that REMOTE_STATS_SERVER is the base URL of a Stats Service, without /api/v1. What is to be forwarded waits, nothing is lost."),
            };
        }
    }

    private static async Task<IReadOnlyList<Client>> SendersAsync(ToolRun run)
    {
        try
        {
            return await run.Get<ClientStore>().ListAsync(run.Cancellation).Where(client => client is { IsSharingEnabled: true, IsActive: true }).ToListAsync(run.Cancellation);
        }
        catch (StorageUnavailableException)
        {
            return [];
        }
    }

    private static async Task<Finding> ExamineMospAsync(ToolRun run, WebProbe web)
    {
        const string check = "mosp";
        var options = run.Get<IOptions<MospOptions>>().Value;
        if (options.Address is not { } address)
            return Finding.Off(check, "MOSP_URL is off: names come from the statistics.");
        var answer = await web.AskAsync(new Uri(address, "api/v2/object/?page=1&per_page=1"), options.Token, run.Cancellation);
        return answer.Status == 200
            ? Finding.Well(check, $"{address} answers.")
            : Finding.Wrong(
                check, $"{address} {(answer.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"answered {status}.") : $"does not answer: {answer.Failure}")}",
                "Names that are known stay, others come from the statistics. Check MOSP_URL and MOSP_TOKEN and whether this machine may reach it, or set MOSP_URL=off.");
    }

    private static Finding ExamineClock(IEnumerable<TimeSpan?> ahead)
    {
        const string check = "clock";
        // One of those that were asked may be wrong itself: the one that differs least speaks for this machine.
        return ahead.OfType<TimeSpan>().Select(offset => (TimeSpan?)offset).MinBy(offset => offset!.Value.Duration()) switch
        {
            null => Finding.Off(check, "Nobody answered to compare it with."),
            { } offset when offset.Duration() > TolerableOffset => Finding.Wrong(
                check, string.Create(CultureInfo.InvariantCulture, $"This machine's clock is {offset.Duration().TotalSeconds:0} s {(offset > TimeSpan.Zero ? "ahead" : "behind")}."),
                "Have it set by the network: timedatectl set-ntp true. With a wrong clock statistics get the wrong day, and jobs run at the wrong time."),
            { } offset => Finding.Well(check, string.Create(CultureInfo.InvariantCulture, $"It differs by {offset.Duration().TotalSeconds:0} s.")),
        };
    }
}
