using System.CommandLine;
using System.Globalization;
using StatsService.Simulation;

namespace StatsService.Bench.Simulation;

/// <summary>`simulate`: how fast one instance aggregates, and how fast many do together, on a storage of given speed.</summary>
internal static class SimulateCommand
{
    // What Azure gives a partition.
    private const int RowsPerSecond = 2000;

    private const int Seconds = 60;

    public static Command Create()
    {
        Option<int> clients = new("--clients") { Description = "How many clients send at once.", DefaultValueFactory = _ => 5000 };
        Option<int> read = new("--read") { Description = "Milliseconds that a read takes.", DefaultValueFactory = _ => 5 };
        Option<int> write = new("--write") { Description = "Milliseconds that a write takes.", DefaultValueFactory = _ => 15 };
        Option<int> slowness = new("--slowness") { Description = "How many times slower everything but the computing is let happen, as many instances have to share this machine's processors; what is printed is reckoned back.", DefaultValueFactory = _ => 10 };
        Option<int[]> instances = new("--instances") { Description = "How many instances; several times for several runs.", DefaultValueFactory = _ => [1, 5, 20, 40] };
        Option<int> rate = new("--rate") { Description = "Instead of all at once, this many clients send each second, for a minute, to one instance in real time: prints how long after its request a client is in the total." };
        var command = new Command("simulate", "Aggregates a wave of clients with copies of the real aggregator on a simulated storage.") { clients, read, write, slowness, instances, rate };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(rate) is > 0 and var perSecond)
            {
                var pace = new StoragePace(TimeSpan.FromMilliseconds(parsed.GetValue(read)), TimeSpan.FromMilliseconds(parsed.GetValue(write)), RowsPerSecond);
                var lags = await SteadyRate.RunAsync(perSecond, Seconds, pace, cancellationToken);
                Console.WriteLine($"{perSecond} clients a second for {Seconds} s: {lags.Count} of them were in the total {FreshnessCommand.Spread(lags)} after their request.");
                return 0;
            }

            var isFine = true;
            foreach (var count in parsed.GetValue(instances)!)
            {
                var slower = parsed.GetValue(slowness);
                var pace = new StoragePace(TimeSpan.FromMilliseconds(slower * parsed.GetValue(read)), TimeSpan.FromMilliseconds(slower * parsed.GetValue(write)), RowsPerSecond / slower);
                var result = await Wave.RunAsync(count, parsed.GetValue(clients), pace, cancellationToken);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Instances,3} instances: {slower * result.ClientsPerSecond,6:F0} clients/s, {result.OperationsPerClient:F2} operations a client, {result.FailedDeliveries} failed deliveries, {(result.IsExact ? "exact" : "WRONG")}"));
                isFine &= result is { IsExact: true, FailedDeliveries: 0 };
            }

            return isFine ? 0 : 1;
        });
        return command;
    }
}
