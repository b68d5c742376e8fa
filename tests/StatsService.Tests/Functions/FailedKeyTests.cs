using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class FailedKeyTests(AzuriteFixture azurite)
{
    private const int Limit = 3;

    [Fact]
    public async Task An_address_that_guesses_keys_is_told_to_wait_while_clients_that_share_it_go_on()
    {
        var watch = new StorageWatch();
        await using var app = await StatsServiceApp.StartAsync(
            azurite.ConnectionString, azurite.NewPrefix(), WatchedStorage.Through(watch), [.. StatsServiceApp.WithoutQueues, $"FAILED_KEYS_PER_MINUTE={Limit}"]);
        var client = await app.RegisterAsync();
        (await client.GetAsync("client/me")).Is(200);

        for (var guesses = 0; guesses < Limit; guesses++)
            (await GuessAsync(app)).Is(403);
        watch.Clear();
        var refused = (await GuessAsync(app)).Is(429);
        Assert.NotNull(refused.Message);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Empty(watch.Seen);

        (await client.GetAsync("client/me")).Is(200);
        (await app.Admin.GetAsync("client/me")).Is(200);
        (await app.Anonymous.GetAsync("client/me")).Is(401);
        // What stands before the address that the proxy saw is the caller's own claim.
        (await GuessAsync(app, "198.51.100.7, 203.0.113.9:4711")).Is(403);
        (await GuessAsync(app, "198.51.100.8, 203.0.113.9:4712")).Is(403);
        (await GuessAsync(app, "198.51.100.9, 203.0.113.9")).Is(403);
        (await GuessAsync(app, "198.51.100.7, 203.0.113.9")).Is(429);
        (await GuessAsync(app, "198.51.100.7")).Is(403);
    }

    [Fact]
    public async Task Without_a_limit_every_key_is_looked_up()
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), null, [.. StatsServiceApp.WithoutQueues, "FAILED_KEYS_PER_MINUTE=0"]);

        for (var guesses = 0; guesses < 50; guesses++)
            (await GuessAsync(app)).Is(403);
    }

    private static Task<Answer> GuessAsync(StatsServiceApp app, string? forwardedFor = null) => new MonarcClient(app.Http, StatsServiceApp.NewToken())
        .SendAsync("GET", "client/me", change: request =>
        {
            if (forwardedFor is not null)
                request.Headers.Add("X-Forwarded-For", forwardedFor);
        });
}
