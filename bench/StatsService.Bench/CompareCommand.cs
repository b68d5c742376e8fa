using System.CommandLine;

namespace StatsService.Bench;

/// <summary>`compare`: what the totals' reads take with ten times the ANRs.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var (anrs, days, service, inMemory) = (CommonOptions.Anrs(), CommonOptions.Days(), CommonOptions.Service(), CommonOptions.InMemory());
        var times = CommonOptions.Number("--times", 10, "How many times as many ANRs the second service has.");
        var command = new Command("compare", "Measures the totals' reads of two services, one with many times the ANRs of the other, and prints both side by side (Linux).") { anrs, times, days, service, inMemory };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine(AllCommand.Machine());
            var (few, many) = (parsed.GetValue(anrs), parsed.GetValue(anrs) * parsed.GetValue(times));
            ResultTable.WriteComparison(Console.Out, $"{few} ANRs", await MeasureAsync(few), $"{many} ANRs", await MeasureAsync(many));

            Task<IReadOnlyList<Measurement>> MeasureAsync(int number) => AllCommand.MeasureAsync(
                parsed.GetValue(service), parsed.GetValue(inMemory), new LoadCommand.Load(1, number, parsed.GetValue(days)), RunCommand.MeasureTotalsAsync, cancellation);
        });
        return command;
    }
}
