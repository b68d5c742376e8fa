using System.CommandLine;
using System.Runtime.InteropServices;

namespace StatsService.Bench;

/// <summary>`all`: starts the service on empty storage, loads, measures, stops.</summary>
internal static class AllCommand
{
    public static Command Create()
    {
        var (anrs, days, clients, service, inMemory) = (CommonOptions.Anrs(), CommonOptions.Days(), CommonOptions.Clients(), CommonOptions.Service(), CommonOptions.InMemory());
        var command = new Command("all", "Starts Azurite and the service, loads them, prints the tables of `run` and `memory`, and stops everything (Linux).") { anrs, days, clients, service, inMemory };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine(Machine());
            var load = new LoadCommand.Load(parsed.GetValue(clients), parsed.GetValue(anrs), parsed.GetValue(days));
            var taken = await MeasureAsync(parsed.GetValue(service), parsed.GetValue(inMemory), load, cancellation);
            ResultTable.Write(Console.Out, taken);
            await MemoryCommand.MeasureAsync(parsed.GetValue(service), cancellation);
        });
        return command;
    }

    /// <summary>The load average tells whether something else ran at the same time and blurs the figures.</summary>
    public static string Machine()
    {
        var processor = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return $"{Environment.ProcessorCount} cores ({processor}), {memory:F0} GB, {RuntimeInformation.OSDescription}, " +
            $"{RuntimeInformation.FrameworkDescription}; load average before: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}";
    }

    /// <summary>Loads an empty service, starts it anew and measures it.</summary>
    private static async Task<IReadOnlyList<Measurement>> MeasureAsync(string? dll, bool inMemory, LoadCommand.Load load, CancellationToken cancellation)
    {
        await using var service = await LoadedService.LoadAsync(dll, inMemory, load, cancellation);
        var taken = await service.MeasureAfreshAsync(RunCommand.MeasureAsync, cancellation);
        Console.WriteLine($"Peak memory of the service: {service.PeakMemory / 1e6:F0} MB");
        return taken;
    }
}
