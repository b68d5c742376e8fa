using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class WrongKeyTests(AzuriteFixture azurite) : HttpTests(azurite)
{
    /// <summary>The second wrong key then waits for a minute, which is longer than the test takes on a slow machine.</summary>
    private const int AtOnce = 1;

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task An_address_that_guesses_keys_waits_while_right_keys_and_other_addresses_are_answered_at_once(Host host)
    {
        await using var app = await StartAsync(host, $"FAILED_KEYS_PER_MINUTE={AtOnce}");
        // Registered after the first guesses, so this instance has never seen the key when it is first used.
        for (var guesses = 0; guesses < AtOnce; guesses++)
            (await GuessAsync(app, "198.51.100.7")).Is(403);
        var client = await app.RegisterAsync();

        var waiting = GuessAsync(app, "198.51.100.7");
        (await client.SendAsync("GET", "client/me", change: From("198.51.100.7"))).Is(200);
        (await GuessAsync(app, "203.0.113.9")).Is(403);
        Assert.False(waiting.IsCompleted);

        // What stands before the address that the proxy saw is the caller's own claim.
        var claiming = GuessAsync(app, "203.0.113.10, 198.51.100.7:4711");
        (await client.SendAsync("GET", "client/me", change: From("203.0.113.9"))).Is(200);
        Assert.False(waiting.IsCompleted || claiming.IsCompleted);
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task A_flood_of_wrong_keys_is_answered_with_one_storage_operation_each_and_does_not_fill_the_log(Host host)
    {
        var watch = new StorageWatch();
        using var logs = new CapturedLogs();
        await using var app = await StartAsync(host, Configure, "FAILED_KEYS_PER_MINUTE=60");
        await app.Admin.GetAsync("client/me");
        watch.Clear();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => GuessAsync(app, "198.51.100.7")));

        Assert.All(answers, answer => answer.Is(403));
        Assert.Equal(answers.Length, watch.Seen.Count);
        Assert.InRange(logs.Lines.Count(line => line.Contains("wrong keys", StringComparison.Ordinal)), 1, 20);

        void Configure(WebApplicationBuilder builder)
        {
            WatchedStorage.Through(watch)(builder);
            builder.Logging.AddProvider(logs).AddFilter<CapturedLogs>(null, LogLevel.Warning);
        }
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task Without_a_limit_no_wrong_key_waits(Host host)
    {
        await using var app = await StartAsync(host, "FAILED_KEYS_PER_MINUTE=0");

        for (var guesses = 0; guesses < 50; guesses++)
            (await GuessAsync(app, "198.51.100.7")).Is(403);
    }

    private static Task<Answer> GuessAsync(StatsServiceApp app, string forwardedFor) =>
        new MonarcClient(app.Http, StatsServiceApp.NewToken()).SendAsync("GET", "client/me", change: From(forwardedFor));

    private static Action<HttpRequestMessage> From(string forwardedFor) => With(("X-Forwarded-For", forwardedFor));
}
