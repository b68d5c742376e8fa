using System.Diagnostics;
using System.Net;
using System.Text.Json;
using StatsService.SampleData;

namespace StatsService.Bench;

/// <summary>Front offices that post one day each within some time, and what came of it.</summary>
/// <param name="urls">The instances, to which they post in turns.</param>
internal sealed class PostedWave(IReadOnlyList<Uri> urls) : IDisposable
{
    private const int Connections = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15), Pause = TimeSpan.FromMilliseconds(250);

    private readonly IReadOnlyList<StatsApi> instances = [.. urls.Select(url => new StatsApi(url, ServiceUnderTest.AdminToken, Connections))];
    private readonly DateOnly today = DateOnly.FromDateTime(DateTime.UtcNow);
    private IReadOnlyList<(StatsApi Api, byte[] Batch, CallCounts Calls)> offices = [];
    private IReadOnlyList<Guid> anrs = [];

    /// <summary>Makes the clients and what they are going to send.</summary>
    public async Task PrepareAsync(int clients, int anrsOfClient, CancellationToken cancellation)
    {
        var keys = await LoadCommand.CreateClientsAsync(instances[0], clients, cancellation);
        var senders = Enumerable.Range(0, clients).Select(client => new SampleFrontOffice(client: client, anrs: anrsOfClient)).ToList();
        anrs = [.. senders.SelectMany(sender => sender.Anrs)];
        offices = [.. senders.Select((sender, number) => (instances[number % instances.Count].WithKey(keys[number]), sender.Batch(today), new CallCounts()))];

        // Tables and queues are made at first use, and each instance compiles what it runs: that is no part of the wave.
        foreach (var instance in instances)
            await Call.PostStats(new SampleFrontOffice(seed: 2, anrs: 1).Batch(today.AddYears(-1))).SendAsync(instance, cancellation);
        await SettledAsync(cancellation);
    }

    /// <exception cref="BenchException">A post was not answered 201, or a total is wrong.</exception>
    public async Task MeasureAsync(TimeSpan time, CancellationToken cancellation)
    {
        var before = await CountAsync(cancellation);
        var started = Stopwatch.GetTimestamp();
        var posting = offices.Select(async (office, number) =>
        {
            if ((time * number / offices.Count) - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } early)
                await Task.Delay(early, cancellation);
            await office.Calls.TrySendAsync(office.Api, Call.PostStats(office.Batch), cancellation);
        }).ToList();
        await Task.WhenAll(posting);
        var took = Stopwatch.GetElapsedTime(started);
        var ended = Stopwatch.GetTimestamp();
        var polls = await SettledAsync(cancellation);
        var lag = Stopwatch.GetElapsedTime(ended);
        var after = await CountAsync(cancellation);

        Console.WriteLine($"{instances.Count} instances, {offices.Count} front offices of {anrs.Count / offices.Count} ANRs.");
        CallCounts.Write(Console.Out, "posts", [.. offices.Select(office => office.Calls)], took.TotalSeconds);
        Console.WriteLine($"Nothing was pending {lag.TotalSeconds:F1} s after the last answer.");
        WriteOperations(before, after, polls);
        if (offices.Sum(office => office.Calls.Count("201")) is var stored && stored < offices.Count)
            throw new BenchException($"Only {stored} of {offices.Count} posts were answered 201.");
        await SentMeans.CheckAsync(instances[^1], offices.Select(office => office.Batch), today, cancellation);
        await Totals.WaitAsync(instances[0], LoadCommand.RatedTypes, anrs, today, today, cancellation);
        Console.WriteLine("The day's averages of threats and vulnerabilities equal those of what was sent, and all totals equal a computation from the stats.");
    }

    public void Dispose()
    {
        foreach (var (api, _, _) in offices)
            api.Dispose();
        foreach (var instance in instances)
            instance.Dispose();
    }

    /// <summary>Waits until nothing awaits aggregation.</summary>
    /// <returns>How many storage operations the asking took.</returns>
    private async Task<int> SettledAsync(CancellationToken cancellation)
    {
        var (started, operations) = (Stopwatch.GetTimestamp(), 0);
        while (true)
        {
            var (body, counts) = await StatusAsync(instances[0], cancellation);
            operations += counts;
            if (body.GetProperty("aggregation").GetProperty("pending").GetInt32() == 0)
                return operations;
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new BenchException($"Something is still pending {Patience.TotalMinutes} minutes after the last post.");
            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<(JsonElement Body, int Operations)> StatusAsync(StatsApi instance, CancellationToken cancellation)
    {
        var operations = (await Call.Get("api/v1/admin/status").SendAsync(instance, cancellation)).StorageOperations ?? 0;
        var (status, body) = await instance.ReadAsync(HttpMethod.Get, "api/v1/admin/status", null, cancellation);
        return status == HttpStatusCode.OK ? (JsonSerializer.Deserialize<JsonElement>(body), 2 * operations) : throw new BenchException($"The service answered {(int)status} when asked how it does.");
    }

    /// <summary>The operations of all instances so far, by kind and table or queue.</summary>
    private async Task<Dictionary<string, long>> CountAsync(CancellationToken cancellation)
    {
        var sums = new Dictionary<string, long>();
        foreach (var instance in instances)
        {
            foreach (var (kind, count) in (await Call.Get("api/v1/client/me").SendAsync(instance, cancellation)).AllOperations)
                sums[kind] = sums.GetValueOrDefault(kind) + count;
        }

        return sums;
    }

    private void WriteOperations(Dictionary<string, long> before, Dictionary<string, long> after, int polls)
    {
        var taken = after.Select(count => (Kind: count.Key, Count: count.Value - before.GetValueOrDefault(count.Key))).Where(count => count.Count > 0).ToList();
        bool IsOfHost(string kind) => kind is "receive aggregate" or "delete aggregate" or "receive jobs" or "delete jobs";
        var own = taken.Where(count => count.Kind != "conflicts" && !IsOfHost(count.Kind)).Sum(count => count.Count) - polls;
        var ofHost = taken.Where(count => IsOfHost(count.Kind)).Sum(count => count.Count);
        Console.WriteLine($"{(double)own / offices.Count:F2} storage operations a post without what receives and deletes messages, {(double)(own + ofHost) / offices.Count:F2} with it; the {polls} of asking what is pending are taken off here, but not below.");
        foreach (var (kind, count) in taken.OrderByDescending(count => count.Count))
            Console.WriteLine($"  {kind,-20} {count,7}  {(double)count / offices.Count,6:F2} a post");
    }
}
