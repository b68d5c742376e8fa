using System.CommandLine;
using StatsService.Bench;
using StatsService.Bench.Simulation;

var root = new RootCommand("Measures Stats Service: speed, memory, storage operations, allocations.")
{
    AllCommand.Create(), LoadCommand.Create(), RunCommand.Create(), MemoryCommand.Create(), AllocationsCommand.Create(),
    SimulateCommand.Create(), CompareCommand.Create(), FreshnessCommand.Create(), WaveCommand.Create(), SoakCommand.Create(), YearsCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception failure) when (failure is BenchException or HttpRequestException)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
