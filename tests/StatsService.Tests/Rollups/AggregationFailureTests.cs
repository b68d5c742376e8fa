using System.Security.Cryptography;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Rollups;

public sealed class AggregationFailureTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_that_can_not_be_aggregated_keeps_no_other_day_waiting_that_was_announced_with_it()
    {
        var watch = new StorageWatch();
        await using var app = await StatsServiceApp.StartAsync(
            azurite.ConnectionString, azurite.NewPrefix(), builder => builder.Services.AddSingleton<StorageInterceptor>(watch), StatsServiceApp.WithoutQueues);
        var client = await app.RegisterAsync("acme");
        var uuid = (await app.Services.GetRequiredService<ClientStore>().FindByNameAsync("acme", Cancellation))!.Uuid;
        var days = Enumerable.Range(0, 12).Select(number => new DateOnly(2026, 1, 1).AddDays(number)).ToList();
        (await client.PostAsync(days.Select(day => new PostedStat { Type = "threat", Date = $"{day:O}", Data = PublicStatsData.Threats(1) }))).Is(201);
        var failing = days.Take(9).ToList();
        watch.BreaksBefore = operation => failing.Exists(day => operation.Key == $"total_{day:yyyyMMdd}");

        await Assert.ThrowsAsync<StorageUnavailableException>(() => app.Services.GetRequiredService<Aggregator>()
            .AggregateAsync([.. days.Select(day => new ChangedDay(uuid, StatType.Threat, day, Mark: ""))], Cancellation));

        watch.BreaksBefore = _ => false;
        var totals = await app.Services.GetRequiredService<IRollupStore>().ReadMonthAsync(StatType.Threat, Month.Of(days[0]), Cancellation);
        Assert.Equal(days.Except(failing), totals.Select(total => total.Date));
    }

    [Fact]
    public async Task Clients_that_report_more_objects_than_a_total_holds_are_named_and_do_not_keep_the_others_out()
    {
        using var logs = new CapturedLogs();
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), builder => builder.Logging.AddProvider(logs).AddFilter<CapturedLogs>(null, LogLevel.Warning));
        foreach (var swelling in await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.RegisterAsync())))
        {
            (await swelling.PostAsync(Swelling())).Is(201);
            (await swelling.PostAsync(Swelling())).Is(201);
        }

        (await (await app.RegisterAsync()).PostAsync(new PostedStat { Type = "threat", Date = PostedStat.Day(0), Data = PublicStatsData.Threats(7) })).Is(201);

        await Eventually.HoldsAsync(async () => (await app.Anonymous.GetAsync("/stats/threats.json?days=1")).Is(200).Json.EnumerateArray().Any(threat =>
            threat.GetProperty("object").GetString() == PublicStatsData.Threat && threat.GetProperty("averages").GetProperty("count").GetDouble() == 7));
        await Eventually.HoldsAsync(() => Task.FromResult(logs.Lines.Any(line => line.Contains("has no room for what client", StringComparison.Ordinal))));
        Assert.Contains(logs.Lines, line => line.Contains("512 KiB of names", StringComparison.Ordinal));
        Assert.Equal(0, await app.Services.GetRequiredService<IAggregationQueue>().CountPoisonAsync(Cancellation));

        static PostedStat Swelling() => new()
        {
            Type = "threat",
            Date = PostedStat.Day(0),
            Data = $"[{string.Join(',', Enumerable.Range(0, 300).Select(_ =>
                $$"""{"uuid":"{{Guid.NewGuid()}}","label1":"{{Noise()}}","label2":"{{Noise()}}","label3":"{{Noise()}}","label4":"{{Noise()}}","count":1,"maxRisk":1,"averageRate":"1"}"""))}]",
        };

        static string Noise() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(600));
    }

    [Fact]
    public async Task Stats_are_stored_and_announced_later_when_the_queue_was_deleted()
    {
        var prefix = azurite.NewPrefix();
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix, null, StatsServiceApp.WithoutQueues);
        var client = await app.RegisterAsync();
        (await client.PostAsync(new PostedStat { Type = "threat" })).Is(201);
        var queue = new QueueClient(azurite.ConnectionString, $"{prefix}aggregate");
        await queue.DeleteAsync(Cancellation);

        (await client.PostAsync(new PostedStat { Type = "threat" })).Is(201);
        (await client.PostAsync(new PostedStat { Type = "threat" })).Is(201);

        Assert.Equal(1, (await queue.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount);
        Assert.Equal(3, (await client.ListAsync(new { type = "threat" })).Is(200).Uuids.Count());
    }
}
