using System.CommandLine;

namespace StatsService.Bench;

/// <summary>`compare`: what the totals' reads take with ten times the ANRs.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var (anrs, days, service, inMemory) = (CommonOptions.Anrs(), CommonOptions.Days(), CommonOptions.Service(), CommonOptions.InMemory());
        var times = CommonOptions.Number("--times", 10, "How many times as many ANRs the second service has.");
        var rounds = CommonOptions.Number("--rounds", 7, "How often each service is started and measured, in turns.");
        var command = new Command("compare", "Measures the totals' reads of two services, one with many times the ANRs of the other, and prints both side by side (Linux).")
        {
            anrs, times, days, rounds, service, inMemory,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine(AllCommand.Machine());
            var (few, many) = (parsed.GetValue(anrs), parsed.GetValue(anrs) * parsed.GetValue(times));
            await using var one = await LoadAsync(few);
            await using var other = await LoadAsync(many);
            var (ofOne, ofOther) = (new List<IReadOnlyList<Measurement>>(), new List<IReadOnlyList<Measurement>>());
            for (var round = 0; round < parsed.GetValue(rounds); round++)
            {
                ofOne.Add(await MeasureAsync(one));
                ofOther.Add(await MeasureAsync(other));
            }

            ResultTable.WriteComparison(Console.Out, $"{few} ANRs", Measurement.Merge(ofOne), $"{many} ANRs", Measurement.Merge(ofOther));

            Task<LoadedService> LoadAsync(int number) => LoadedService.LoadAsync(
                parsed.GetValue(service), parsed.GetValue(inMemory), new LoadCommand.Load(1, number, parsed.GetValue(days)), cancellation);

            async Task<IReadOnlyList<Measurement>> MeasureAsync(LoadedService loaded)
            {
                var taken = await loaded.MeasureAfreshAsync(RunCommand.MeasureTotalsAsync, cancellation);
                await loaded.StopAsync();
                return taken;
            }
        });
        return command;
    }
}
