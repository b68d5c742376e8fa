using System.CommandLine;
using System.Diagnostics;

namespace StatsService.Bench;

/// <summary>`soak`: writers and readers that never rest, against one instance; what came of it.</summary>
internal static class SoakCommand
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var (service, inMemory) = (CommonOptions.Service(), CommonOptions.InMemory());
        var minutes = CommonOptions.Number("--minutes", 10, "How long.");
        var writers = CommonOptions.Number("--writers", 16, "Front offices that post without a pause.");
        var readers = CommonOptions.Number("--readers", 8, "Callers that read without a pause.");
        var command = new Command("soak", "Posts and reads without a pause, then checks that nothing is lost and all totals are exact (Linux).") { minutes, writers, readers, service, inMemory };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine(AllCommand.Machine());
            await using var running = new ServiceUnderTest(parsed.GetValue(service), new BenchStorage(parsed.GetValue(inMemory)));
            await running.StartAfreshAsync(cancellation);
            await SoakAsync(running, TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(writers), parsed.GetValue(readers), cancellation);
        });
        return command;
    }

    private static async Task SoakAsync(ServiceUnderTest running, TimeSpan time, int writerCount, int readerCount, CancellationToken cancellation)
    {
        using var admin = new StatsApi(running.Url, ServiceUnderTest.AdminToken, connections: readerCount + 1);
        var keys = await LoadCommand.CreateClientsAsync(admin, writerCount, cancellation);
        List<SoakWriter> writers = [.. keys.Select((key, number) => new SoakWriter(admin.WithKey(key), number, writerCount))];
        List<SoakReader> readers = [.. Enumerable.Range(0, readerCount).Select(number => new SoakReader(admin.WithKey(keys[number % keys.Count]), number))];

        // Those who call end of their own accord, so that each call of theirs has its answer.
        using var over = new CancellationTokenSource(time);
        var started = Stopwatch.GetTimestamp();
        var memory = SampleAsync(running, over.Token);
        await Task.WhenAll([
            .. writers.Select(writer => Task.Run(() => writer.RunAsync(over.Token, cancellation), cancellation)),
            .. readers.Select(reader => Task.Run(() => reader.RunAsync(over.Token, cancellation), cancellation)),
        ]);
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var samples = await memory;

        Console.WriteLine($"{writerCount} writers and {readerCount} readers for {took:F0} s.");
        CallCounts.Write(Console.Out, "posts of 15 stats", [.. writers.Select(writer => writer.Calls)], took);
        CallCounts.Write(Console.Out, "reads", [.. readers.Select(reader => reader.Calls)], took);
        Console.WriteLine($"Resident memory: {samples[0] / 1e6:F0} MB first, {samples[samples.Count / 2] / 1e6:F0} MB halfway, {samples[^1] / 1e6:F0} MB last, {samples.Max() / 1e6:F0} MB at most.");

        var waited = Stopwatch.GetTimestamp();
        await Totals.WaitAsync(admin, LoadCommand.RatedTypes, [.. writers.SelectMany(writer => writer.Anrs)], SoakWriter.FirstDay, SoakWriter.LastDay, cancellation);
        Console.WriteLine($"All totals equal a computation from the stats {Stopwatch.GetElapsedTime(waited).TotalSeconds:F1} s after the last answer, the comparison included.");
        var lost = 0;
        foreach (var writer in writers)
            lost += await writer.CountLostAsync(cancellation);
        Console.WriteLine($"{writers.Sum(writer => writer.Acknowledged)} stats acknowledged, {lost} of them not listed.");

        var failures = writers.Sum(writer => writer.Calls.Failures) + readers.Sum(reader => reader.Calls.Failures);
        if (lost > 0 || failures > 0)
            throw new BenchException($"{lost} acknowledged stats are lost, and {failures} calls had an answer that is neither a success nor a 503 with Retry-After, or none.");
    }

    private static async Task<IReadOnlyList<long>> SampleAsync(ServiceUnderTest running, CancellationToken over)
    {
        var samples = new List<long>();
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(SampleInterval, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            samples.Add(running.ResidentMemory);
        }

        return samples;
    }
}
