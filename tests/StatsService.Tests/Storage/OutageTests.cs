using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage;

public sealed class OutageTests
{
    [Fact]
    public async Task The_service_outlives_a_storage_that_goes_and_comes_back()
    {
        var folder = Directory.CreateTempSubdirectory("outage").FullName;
        await using (var azurite = new AzuriteProcess(folder))
        {
            await azurite.StartAsync();
            await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, "outage", null, StatsServiceApp.WithoutQueues);
            var client = await app.RegisterAsync();
            var (before, after) = (new PostedStat(), new PostedStat());
            (await client.PostAsync(before)).Is(201);

            await azurite.StopAsync();
            foreach (var answer in await Task.WhenAll(client.PostAsync(after), client.ListAsync(new { type = after.Type }), client.DeleteAsync($"stats/{before.Anr}")))
            {
                Assert.NotNull(answer.Is(503).Message);
                Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            }

            await azurite.StartAsync();
            (await client.PostAsync(after)).Is(201);
            Assert.Equal(new[] { before.Uuid, after.Uuid }.Order(), (await client.ListAsync(new { type = after.Type })).Is(200).Uuids.Order());
        }

        Directory.Delete(folder, recursive: true);
    }
}
