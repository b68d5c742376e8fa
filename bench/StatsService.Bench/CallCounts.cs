using System.Net;

namespace StatsService.Bench;

/// <summary>What one caller's calls came to.</summary>
internal sealed class CallCounts
{
    private readonly Dictionary<string, int> statuses = [];
    private readonly List<double> milliseconds = [];

    /// <summary>Answers that are neither a success nor a 503 with Retry-After, and calls without any.</summary>
    public int Failures { get; private set; }

    /// <summary>Sends a call; a caller that is told to come back does so then, and no sooner.</summary>
    /// <returns>Whether it succeeded.</returns>
    public async Task<bool> TrySendAsync(StatsApi api, Call call, CancellationToken cancellation)
    {
        Reply reply;
        try
        {
            reply = await api.SendAsync(call, cancellation);
        }
        catch (HttpRequestException exception)
        {
            Add($"no answer ({exception.HttpRequestError})", isFailure: true);
            return false;
        }

        milliseconds.Add(reply.Milliseconds);
        if (reply is { Status: HttpStatusCode.ServiceUnavailable, RetryAfter: { } pause })
        {
            Add("503 with Retry-After", isFailure: false);
            await Task.Delay(pause, cancellation);
            return false;
        }

        var succeeded = (int)reply.Status is 200 or 201 or 207;
        Add($"{(int)reply.Status}", isFailure: !succeeded);
        return succeeded;
    }

    /// <summary>How many answers had this status.</summary>
    public int Count(string status) => statuses.GetValueOrDefault(status);

    public static void Write(TextWriter output, string what, IReadOnlyList<CallCounts> all, double seconds)
    {
        var times = all.SelectMany(one => one.milliseconds).Order().ToList();
        var statuses = all.SelectMany(one => one.statuses).GroupBy(status => status.Key).OrderBy(status => status.Key, StringComparer.Ordinal);
        output.WriteLine(
            $"{times.Count} {what} ({times.Count / seconds:F1}/s): {string.Join(", ", statuses.Select(status => $"{status.Sum(one => one.Value)} × {status.Key}"))}; " +
            $"{times[times.Count / 2]:F1} ms at the median, {times[times.Count * 95 / 100]:F0} ms at the 95th percentile, {times[times.Count * 99 / 100]:F0} ms at the 99th, {times[^1]:F0} ms at most.");
    }

    private void Add(string status, bool isFailure)
    {
        statuses[status] = statuses.GetValueOrDefault(status) + 1;
        Failures += isFailure ? 1 : 0;
    }
}
