using System.CommandLine;
using BenchmarkDotNet.Running;

namespace StatsService.Bench;

/// <summary>`allocations`: BenchmarkDotNet on the hot paths, every class of this project that has benchmarks.</summary>
internal static class AllocationsCommand
{
    public static Command Create()
    {
        Option<string> filter = new("--filter") { Description = "Which benchmarks, as BenchmarkDotNet writes it.", DefaultValueFactory = _ => "*" };
        var command = new Command("allocations", "Times and allocations of the hot paths, without HTTP and storage.") { filter };
        command.SetAction(parsed => { BenchmarkSwitcher.FromAssembly(typeof(AllocationsCommand).Assembly).Run(["--filter", parsed.GetValue(filter)!, "--artifacts", "artifacts/benchmarks"]); });
        return command;
    }
}
