using SharpFuzz;
using StatsService.Fuzzing;

if (args is not [var name] || !Targets.All.TryGetValue(name, out var target))
{
    Console.Error.WriteLine($"Name what is to be tried: {string.Join(", ", Targets.All.Keys)}. Without AFL around it, one input is read from standard input.");
    return 2;
}

Fuzzer.Run(input =>
{
    using var bytes = new MemoryStream();
    input.CopyTo(bytes);
    target(bytes.ToArray());
});
return 0;
