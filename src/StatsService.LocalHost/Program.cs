using StatsService.Functions;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddStatsServiceApp(builder.Configuration);
var app = builder.Build();
await app.RunAsync();
