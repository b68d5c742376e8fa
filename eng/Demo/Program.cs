using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StatsService;
using StatsService.Demo;
using StatsService.SampleData;
using StatsService.Storage;

// Usage: StatsService.Demo ADDRESS [DAYS]; AzureWebJobsStorage names the storage of the service at that address.
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
await Parallel.ForEachAsync(
    SampleOrganisation.All,
    new ParallelOptions { MaxDegreeOfParallelism = 1, CancellationToken = stopping.Token },
    async (organisation, cancellationToken) =>
    {
        var office = new DemoFrontOffice(organisation, await clients.EnsureAsync(organisation, cancellationToken), http);
        var sent = await office.SendAsync(today.AddDays(1 - days), today, cancellationToken);
        Console.WriteLine($"{organisation.Name}: {(sent > 0 ? $"{sent} statistics sent" : "up to date")}");
    });
await DemoFrontOffice.WaitForAveragesAsync(http, days, stopping.Token);
