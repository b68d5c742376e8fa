using Microsoft.Extensions.Options;
using StatsService.Clients;
using StatsService.Forwarding;

namespace StatsService.Tests.Forwarding;

public sealed class RemoteStatsOptionsTests
{
    [Theory]
    [InlineData("dashboard.example.org", "REMOTE_STATS_SERVER must be a URL")]
    [InlineData("https://user:secret@example.org", "REMOTE_STATS_SERVER must be a URL")]
    [InlineData("https://example.org/?a=b", "REMOTE_STATS_SERVER must be a URL")]
    [InlineData("https://here.example.org/stats/", "this instance's own INSTANCE_URL")]
    [InlineData("https://example.org", "REMOTE_STATS_TOKENS__acme names no client", "REMOTE_STATS_TOKENS:acme=key")]
    public async Task A_wrong_setting_is_refused_with_a_sentence(string server, string sentence, params string[] settings)
    {
        await using var world = New(server, settings);

        var refusal = Assert.Throws<OptionsValidationException>(() => world.Get<IOptions<RemoteStatsOptions>>().Value);

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_has_its_own_key_or_that_of_all()
    {
        var client = new Client { Uuid = Guid.NewGuid(), Name = "own", IsSharingEnabled = true, CreatedAt = default };
        await using var world = New("https://example.org/stats-service/", $"REMOTE_STATS_TOKENS:{client.Uuid.ToString("N").ToUpperInvariant()}=own-key");
        var options = world.Get<IOptions<RemoteStatsOptions>>().Value;

        var (own, other) = (options.Of(client), options.Of(client with { Uuid = Guid.NewGuid() }));

        Assert.Equal(("own-key", "remote-key"), (own.Token, other.Token));
        Assert.NotEqual(own.Fingerprint, other.Fingerprint);
        Assert.Equal("https://example.org/stats-service/api/v1/stats/", own.Stats.ToString());
        Assert.DoesNotContain("own-key", $"{own} {own.Fingerprint}", StringComparison.Ordinal);
    }

    private static ForwardingWorld New(string server, params string[] settings) =>
        new("UseDevelopmentStorage=true", "unused", server, time: null, ["INSTANCE_URL=https://here.example.org/stats", .. settings]);
}
