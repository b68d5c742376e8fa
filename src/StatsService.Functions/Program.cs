using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StatsService.Functions;
using StatsService.Functions.Http.Edge;
using StatsService.Functions.Telemetry;
using StatsService.Storage;

var builder = FunctionsApplication.CreateBuilder(args);
if (builder.Configuration[StorageOptions.DatabaseSetting] is { Length: > 0 })
{
    await Console.Error.WriteLineAsync(
        $"{StorageOptions.DatabaseSetting} is for StatsService.Server: the Functions host takes its messages from {StorageOptions.Section} and sees none in a file. Remove the setting.");
    return 1;
}

builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<WorkerEdge>();
// The filter in host.json is the host's own: without this one a single POST writes hundreds of lines.
builder.Logging.AddFilter("Azure.Core", LogLevel.Error);
builder.Services.AddStatsServiceApp(builder.Configuration);
builder.Services.AddStatsTelemetry(builder.Configuration)?.UseFunctionsWorkerDefaults();
await builder.Build().RunAsync();
return 0;
