using System.CommandLine;
using System.Runtime.InteropServices;

namespace StatsService.Bench;

/// <summary>`all`: starts the service on empty storage, loads, measures, stops.</summary>
internal static class AllCommand
{
    public static Command Create()
    {
        var (anrs, days, clients, service, inMemory) = (CommonOptions.Anrs(), CommonOptions.Days(), CommonOptions.Clients(), CommonOptions.Service(), CommonOptions.InMemory());
        var (rounds, calls) = (CommonOptions.Rounds(), CommonOptions.Calls());
        var command = new Command("all", "Loads a service on a database file and one on Azurite, prints how both answer, fresh and warm, and the table of `memory`, and stops everything (Linux).")
        {
            anrs, days, clients, service, inMemory, rounds, calls,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine(Machine());
            var load = new LoadCommand.Load(parsed.GetValue(clients), parsed.GetValue(anrs), parsed.GetValue(days));
            await using (var sqlite = await LoadedService.LoadAsync(parsed.GetValue(service), new BenchStorage(sqlite: true), load, cancellation))
            await using (var azurite = await LoadedService.LoadAsync(parsed.GetValue(service), new BenchStorage(parsed.GetValue(inMemory)), load, cancellation))
            {
                var taken = await new InTurns([sqlite, azurite], cancellation).MeasureAsync(RunCommand.Calls(parsed.GetRequiredValue(calls)), parsed.GetValue(rounds));
                ResultTable.WriteSideBySide(Console.Out, ["SQLite", "Azurite"], taken, withRatios: false);
                await StartTimes.WriteAsync(Console.Out, [("SQLite", sqlite.Process), ("Azurite", azurite.Process)], parsed.GetValue(rounds), cancellation);
            }

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
}
