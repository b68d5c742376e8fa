using Microsoft.Extensions.Logging;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class ShortKeyTests(AzuriteFixture azurite) : HttpTests(azurite)
{
    [Theory]
    [InlineData(Host.Server, 15, 1)]
    [InlineData(Host.Worker, 15, 1)]
    [InlineData(Host.Server, 16, 0)]
    public async Task A_key_that_can_be_guessed_is_taken_and_the_log_warns_without_showing_it(Host host, int length, int warnings)
    {
        using var logs = new CapturedLogs();
        await using var app = await StartAsync(host, builder => builder.Logging.AddProvider(logs).AddFilter<CapturedLogs>(null, LogLevel.Warning));
        var key = StatsServiceApp.NewToken()[..length];

        // Somebody may well give the key's text as the name too.
        var client = await app.RegisterAsync(name: key, token: key);

        (await client.GetAsync("client/me")).Is(200);
        Assert.Equal(warnings, logs.Lines.Count(line => line.Contains("fewer than 16 characters", StringComparison.Ordinal)));
        Assert.DoesNotContain(logs.Lines, line => line.Contains(key, StringComparison.OrdinalIgnoreCase));
    }
}
