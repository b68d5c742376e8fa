using StatsService.Cli;

return await StatsTool.RunInTerminalAsync(args);
