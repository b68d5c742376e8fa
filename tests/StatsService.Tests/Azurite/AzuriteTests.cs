using Azure.Storage.Queues;

namespace StatsService.Tests.Azurite;

public sealed class AzuriteTests
{
    [Fact]
    public async Task An_Azurite_with_a_folder_keeps_its_data_and_its_ports_over_an_outage()
    {
        var folder = Directory.CreateTempSubdirectory("azurite").FullName;
        await using (var azurite = new AzuriteProcess(folder))
        {
            await azurite.StartAsync();
            var queue = new QueueClient(azurite.ConnectionString, "outage", new QueueClientOptions { Retry = { MaxRetries = 0 } });
            await queue.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
            await queue.SendMessageAsync("still here", TestContext.Current.CancellationToken);

            await azurite.StopAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => queue.PeekMessageAsync(TestContext.Current.CancellationToken));

            await azurite.StartAsync();
            var message = await queue.PeekMessageAsync(TestContext.Current.CancellationToken);
            Assert.Equal("still here", message.Value.MessageText);
        }

        Directory.Delete(folder, recursive: true);
    }
}
