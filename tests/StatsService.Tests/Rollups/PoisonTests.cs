using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Rollups;

public sealed class PoisonTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_message_that_always_fails_is_kept_counted_shown_and_can_be_sent_back_or_discarded()
    {
        var prefix = azurite.NewPrefix();
        await using var app = await StatsServiceApp.StartAsync(
            azurite.ConnectionString, prefix, null, "AzureFunctionsJobHost:extensions:queues:maxPollingInterval=00:00:00.1");
        var cancellation = TestContext.Current.CancellationToken;
        var queue = new QueueClient(azurite.ConnectionString, $"{prefix}aggregate", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
        await queue.SendMessageAsync("""{"Schema":"aggregate/99"}""", cancellation);
        var own = app.Services.GetRequiredService<IAggregationQueue>();

        await Eventually.HoldsAsync(async () => await own.CountPoisonAsync(cancellation) == 1);
        var status = (await app.Admin.GetAsync("admin/status")).Is(200).Json;
        Assert.Equal("degraded", status.GetProperty("status").GetString());
        Assert.Equal(1, status.GetProperty("aggregation").GetProperty("poison_messages").GetInt32());

        Assert.Equal(1, await own.RetryPoisonAsync(cancellation));
        await Eventually.HoldsAsync(async () => await own.CountPoisonAsync(cancellation) == 1);

        await own.DiscardPoisonAsync(cancellation);
        Assert.Equal("ok", (await app.Admin.GetAsync("admin/status")).Is(200).Json.GetProperty("status").GetString());
    }
}
