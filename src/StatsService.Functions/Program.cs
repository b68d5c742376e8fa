using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StatsService.Functions;
using StatsService.Functions.Http.Edge;
using StatsService.Functions.Telemetry;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<WorkerEdge>();
// The filter in host.json is the host's own: without this one a single POST writes hundreds of lines.
builder.Logging.AddFilter("Azure.Core", LogLevel.Error);
builder.Services.AddStatsServiceApp(builder.Configuration);
builder.Services.AddStatsTelemetry(builder.Configuration)?.UseFunctionsWorkerDefaults();
await builder.Build().RunAsync();
