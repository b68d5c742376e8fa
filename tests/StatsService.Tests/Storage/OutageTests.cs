using Microsoft.Extensions.DependencyInjection;
using StatsService.Upkeep;

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

            Assert.Equal("down", (await app.Anonymous.GetAsync("/health")).Is(503).Json.GetProperty("status").GetString());
            (await app.Admin.GetAsync("admin/status")).Is(503);
            Assert.Equal(2, (await app.Services.GetRequiredService<ServiceStatus>().GetAsync(TestContext.Current.CancellationToken)).Reasons.Count());

            await azurite.StartAsync();
            Assert.Equal("up", (await app.Anonymous.GetAsync("/health")).Is(200).Json.GetProperty("status").GetString());
            Assert.Equal("ok", (await app.Admin.GetAsync("admin/status")).Is(200).Json.GetProperty("status").GetString());
            (await client.PostAsync(after)).Is(201);
            Assert.Equal(new[] { before.Uuid, after.Uuid }.Order(), (await client.ListAsync(new { type = after.Type })).Is(200).Uuids.Order());
        }

        Directory.Delete(folder, recursive: true);
    }
}
