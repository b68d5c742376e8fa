using Microsoft.Extensions.Configuration;
using StatsService.Cli;
using StatsService.Cli.Commands;

// As the service does: the environment wins over the settings file of the folder that it is called in.
var settings = new ConfigurationBuilder().Add(LocalSettings.Read(Environment.CurrentDirectory)).AddEnvironmentVariables().Build();
await using var input = Console.OpenStandardInput();
await using var output = Console.OpenStandardOutput();
using var console = new ToolConsole(input, output, Console.Error, !Console.IsInputRedirected);
return await new StatsTool(settings, console).RunAsync(args);
