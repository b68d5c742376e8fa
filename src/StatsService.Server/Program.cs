using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using StatsService.Cli;
using StatsService.Cli.Commands;
using StatsService.Server;
using StatsService.Server.Http;
using StatsService.Storage;

// One executable: the server, and the administrator's tool.
if (args is not ["serve", .. var settings] || settings is ["-h" or "--help" or "-?"])
    return await StatsTool.RunInTerminalAsync(args, new Command("serve", "Runs the service, until it gets SIGINT or SIGTERM. Settings may be given as --NAME=value, too.") { TreatUnmatchedTokensAsErrors = false });

try
{
    await using var app = ServerApplication.Create(settings, builder =>
    {
        LocalSettingsFile.AddTo(builder);
        builder.Services.AddSystemd();
        builder.Services.AddSingleton<SocketTransportFactory>().AddSingleton<IConnectionListenerFactory, DrainingListeners>();
    });
    await app.RunAsync();
    return 0;
}
catch (Exception refusal) when (refusal is HostRuleException or OptionsValidationException or RefusalException or StorageRefusedException or IOException { InnerException: AddressInUseException })
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}
