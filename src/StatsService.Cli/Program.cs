using StatsService.Cli.Commands;

return await StatsTool.RunInTerminalAsync(args);
