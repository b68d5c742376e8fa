using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Totals;

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
        var days = Enumerable.Range(0, 12).Select(number => new DateOnly(2026, 1, 1).AddDays(number)).ToList();
        (await client.PostAsync(days.Select(day => new PostedStat { Type = "threat", Date = $"{day:O}", Data = PublicStatsData.Threats(1) }))).Is(201);
        var failing = days.Take(9).ToList();
        watch.BreaksBefore = operation => operation.Store == "Totals" && operation.Changes is { } changes
            && failing.Exists(day => changes.All.Any(change => change.Row.Key.StartsWith($"total_{day:yyyyMMdd}", StringComparison.Ordinal)));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => app.Services.GetRequiredService<Aggregator>()
            .AggregateAsync(Bell.For(null), Cancellation));

        watch.BreaksBefore = _ => false;
        var totals = await app.Services.GetRequiredService<TotalStore>().ReadMonthAsync(StatType.Threat, Month.Of(days[0]), Cancellation);
        Assert.Equal(days.Except(failing), totals.Select(total => total.Date));
    }

    [Fact]
    public async Task Stats_are_stored_and_announced_although_the_queue_was_deleted()
    {
        var prefix = azurite.NewPrefix();
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix, null, StatsServiceApp.WithoutQueues);
        var client = await app.RegisterAsync();
        (await client.PostAsync(new PostedStat { Type = "threat" })).Is(201);
        var queue = new QueueClient(azurite.ConnectionString, $"{prefix}aggregate");
        await queue.DeleteAsync(Cancellation);

        (await client.PostAsync(new PostedStat { Type = "threat" })).Is(201);
        (await client.PostAsync(new PostedStat { Type = "threat" })).Is(201);

        Assert.Equal(2, (await queue.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount);
        Assert.Equal(3, (await client.ListAsync(new { type = "threat" })).Is(200).Uuids.Count());
    }
}
