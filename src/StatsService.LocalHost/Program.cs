using StatsService.LocalHost;

try
{
    await using var app = LocalHostApplication.Create(args, LocalSettingsFile.AddTo);
    await app.RunAsync();
    return 0;
}
catch (HostRuleException rule)
{
    await Console.Error.WriteLineAsync(rule.Message);
    return 1;
}
