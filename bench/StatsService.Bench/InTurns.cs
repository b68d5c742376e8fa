using System.Diagnostics;

namespace StatsService.Bench;

/// <summary>Measures several services call by call in turns, so that whatever else the machine does meanwhile blurs all of them alike.</summary>
internal sealed class InTurns(IReadOnlyList<LoadedService> services, CancellationToken cancellation)
{
    private const int LeastWarm = 5, MostWarm = 300, Turns = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1), WarmTime = TimeSpan.FromSeconds(2);

    // Longer than the aggregator waits for more to come before it begins.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2.5);

    /// <param name="rounds">In how many fresh processes each call is the first one after <c>/health</c>; the median is taken.</param>
    /// <returns>Of each service the measurements in the order of the calls.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<Measurement>>> MeasureAsync(IReadOnlyList<(string Name, Func<Call> Call)> calls, int rounds)
    {
        var cold = calls.Select(_ => services.Select(_ => new List<(Reply Reply, Cost Cost)>()).ToList()).ToList();
        for (var round = 0; round < rounds; round++)
            foreach (var (call, taken) in calls.Zip(cold))
                foreach (var (service, own) in services.Zip(taken))
                {
                    await service.Process.StartAfreshAsync(cancellation);
                    own.Add(await TakeAsync(service, call.Call, async send => await send()));
                    await service.Process.StopAsync();
                }

        foreach (var service in services)
            await service.Process.StartAfreshAsync(cancellation);
        var results = services.Select(_ => new List<Measurement>()).ToList();
        foreach (var (call, first) in calls.Zip(cold))
        {
            var warm = services.Select(_ => new List<Reply>()).ToList();
            var costs = services.Select(_ => new Cost(0, 0)).ToList();
            foreach (var service in services)
                await TurnAsync(WarmUp, MostWarm, call.Call, service, []);
            for (var turn = 0; turn < Turns && warm[^1].Count < MostWarm; turn++)
                for (var i = 0; i < services.Count; i++)
                {
                    var (service, own) = (services[i], warm[i]);
                    var (_, cost) = await TakeAsync(service, call.Call, _ => TurnAsync(WarmTime / Turns, LeastWarm * Turns, call.Call, service, own));
                    costs[i] = new Cost(costs[i].Allocated + cost.Allocated, costs[i].ProcessorMilliseconds + cost.ProcessorMilliseconds);
                }

            for (var i = 0; i < services.Count; i++)
                results[i].Add(new Measurement(call.Name, [.. first[i].Select(taken => taken.Reply)], warm[i])
                {
                    ColdCosts = [.. first[i].Select(taken => taken.Cost)],
                    WarmCost = new Cost(costs[i].Allocated / warm[i].Count, costs[i].ProcessorMilliseconds / warm[i].Count),
                });
        }

        return results;
    }

    /// <summary>Sends for a while. What a service aggregates after it was written to would slow down the next one's turn, so it ends when the service does nothing any more.</summary>
    private async Task<Reply> TurnAsync(TimeSpan time, int most, Func<Call> call, LoadedService service, List<Reply> replies)
    {
        var started = Stopwatch.GetTimestamp();
        var count = 0;
        Reply last;
        do
            replies.Add(last = await call().SendAsync(service.Api, cancellation));
        while (++count < LeastWarm || (count < most && Stopwatch.GetElapsedTime(started) < time));
        if (call().Method == HttpMethod.Get)
            return last;
        TimeSpan before;
        do
        {
            before = service.Process.ProcessorTime;
            await Task.Delay(Rest, cancellation);
        }
        while (service.Process.ProcessorTime - before > Rest / 50);
        return last;
    }

    /// <summary>Answers of <c>/health</c>, which take little, tell what the process had allocated before and after.</summary>
    private async Task<(Reply Reply, Cost Cost)> TakeAsync(LoadedService service, Func<Call> call, Func<Func<Task<Reply>>, Task<Reply>> send)
    {
        var health = Call.Get("health");
        var next = call();
        var before = await health.SendAsync(service.Api, cancellation);
        var processor = service.Process.ProcessorTime;
        var reply = await send(() => next.SendAsync(service.Api, cancellation));
        var taken = service.Process.ProcessorTime - processor;
        var after = await health.SendAsync(service.Api, cancellation);
        return (reply, new Cost((after.Allocated - before.Allocated) ?? 0, taken.TotalMilliseconds));
    }
}
