using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StatsService;
using StatsService.Demo;
using StatsService.SampleData;
using StatsService.Storage;

const int DaysOfBatch = 28;
const int OfficesAtOnce = 4;

// Usage: StatsService.Demo ADDRESS [DAYS]; AzureWebJobsStorage names the storage of the service at that address.
var address = new Uri(args[0]);
var days = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 365;
var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
await using var services = new ServiceCollection()
    .AddLogging()
    .AddStatsService(configuration)
    .AddStatsStorage(configuration)
    .AddSingleton<DemoClients>()
    .AddSingleton<AggregationBacklog>()
    .BuildServiceProvider();

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stopping.Cancel();
};
var clients = services.GetRequiredService<DemoClients>();
using var http = new HttpClient { BaseAddress = address };
var today = DateOnly.FromDateTime(DateTime.UtcNow);
var backlog = services.GetRequiredService<AggregationBacklog>();
var started = TimeProvider.System.GetTimestamp();
var offices = await Task.WhenAll(SampleOrganisation.All.Select(async organisation =>
    new DemoFrontOffice(organisation, await clients.EnsureAsync(organisation, stopping.Token), http)));

// Several organisations send the same days at the same time: what they add to a day is then added at once.
foreach (var part in Enumerable.Range(0, days).Select(back => today.AddDays(1 - days + back)).Chunk(DaysOfBatch))
{
    var sent = 0;
    foreach (var together in offices.Chunk(OfficesAtOnce))
    {
        sent += (await Task.WhenAll(together.Select(office => office.SendAsync(part, stopping.Token)))).Sum();
        await backlog.WaitAsync(stopping.Token);
    }

    if (sent > 0)
        Console.WriteLine($"{part[^1]:O}: {sent} statistics of {offices.Length} organisations");
}

await DemoFrontOffice.WaitForAveragesAsync(http, days, stopping.Token);
Console.WriteLine($"The statistics of {days} days are there after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s.");
