using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using StatsService.Server;
using StatsService.Storage;

try
{
    await using var app = ServerApplication.Create(args, LocalSettingsFile.AddTo);
    await app.RunAsync();
    return 0;
}
catch (Exception refusal) when (refusal is HostRuleException or OptionsValidationException or StorageRefusedException or IOException { InnerException: AddressInUseException })
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}
