using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StatsService;
using StatsService.Demo;
using StatsService.SampleData;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;

const int DaysOfBatch = 28;

// Usage: StatsService.Demo ADDRESS [DAYS]; DATABASE_FILE names the storage of the service at that address.
var address = new Uri(args[0]);
var days = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 365;
var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
await using var services = new ServiceCollection()
    .AddLogging()
    .AddStatsService(configuration)
    .AddStatsStorage(configuration)
    .AddSingleton<DemoClients>()
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
var started = TimeProvider.System.GetTimestamp();
var offices = await Task.WhenAll(SampleOrganisation.All.Select(async organisation =>
    new DemoFrontOffice(organisation, await clients.EnsureAsync(organisation, stopping.Token), http)));

// All organisations send the same days at the same time: what they add to a day is then added at once.
foreach (var part in Enumerable.Range(0, days).Select(back => today.AddDays(1 - days + back)).Chunk(DaysOfBatch))
{
    var sent = (await Task.WhenAll(offices.Select(office => office.SendAsync(part, today, stopping.Token)))).Sum();
    if (sent > 0)
        Console.WriteLine($"{part[^1]:O}: {sent} statistics of {offices.Length} organisations");
}

await DemoFrontOffice.WaitForAveragesAsync(http, days, stopping.Token);

// How far organisations differ is computed at night, and the demonstration has had none.
var reconciler = services.GetRequiredService<Reconciler>();
foreach (var type in StatTypes.OfObjects)
{
    for (var back = 1; back < days; back++)
        await reconciler.ReconcileTotalAsync(type, today.AddDays(-back), stopping.Token);
}

Console.WriteLine($"The statistics of {days} days are there after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s.");
