using System.CommandLine;

namespace StatsService.Bench;

/// <summary>`compare`: two services in turns: this build and another one, or few ANRs and many.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var (anrs, days, service, inMemory) = (CommonOptions.Anrs(), CommonOptions.Days(), CommonOptions.Service(), CommonOptions.InMemory());
        var (rounds, calls) = (CommonOptions.Rounds(), CommonOptions.Calls());
        Option<string?> before = new("--before") { Description = "The stats-service.dll of another build, mostly the commit before: compares all calls of it with those of this build." };
        Option<bool> azurite = new("--azurite") { Description = "Compares builds on Azurite instead of on database files." };
        var times = CommonOptions.Number("--times", 10, "Without --before: how many times as many ANRs the second service has.");
        var command = new Command("compare", "Measures two services in turns and prints both side by side, with the quotients (Linux): two builds, or one with many times the ANRs of the other.")
        {
            anrs, times, days, rounds, service, before, azurite, calls, inMemory,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine(AllCommand.Machine());
            var (few, many) = (parsed.GetValue(anrs), parsed.GetValue(anrs) * parsed.GetValue(times));
            var isOfBuilds = parsed.GetValue(before) is not null;
            await using var one = await LoadAsync(isOfBuilds ? parsed.GetValue(before) : parsed.GetValue(service), few);
            await using var other = await LoadAsync(parsed.GetValue(service), isOfBuilds ? few : many);
            var taken = await new InTurns([one, other], cancellation)
                .MeasureAsync(isOfBuilds ? RunCommand.Calls(parsed.GetRequiredValue(calls)) : RunCommand.TotalsCalls(parsed.GetRequiredValue(calls)), parsed.GetValue(rounds));
            string[] names = isOfBuilds ? ["before", "now"] : [$"{few} ANRs", $"{many} ANRs"];
            ResultTable.WriteSideBySide(Console.Out, names, taken, withRatios: true);
            await StartTimes.WriteAsync(Console.Out, [(names[0], one.Process), (names[1], other.Process)], parsed.GetValue(rounds), cancellation);

            Task<LoadedService> LoadAsync(string? dll, int number) => LoadedService.LoadAsync(
                dll,
                isOfBuilds && !parsed.GetValue(azurite) ? new BenchStorage(sqlite: true) : new BenchStorage(parsed.GetValue(inMemory)),
                new LoadCommand.Load(1, number, parsed.GetValue(days)),
                cancellation);
        });
        return command;
    }
}
