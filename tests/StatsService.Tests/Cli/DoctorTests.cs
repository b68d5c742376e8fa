using StatsService.Tests.Azurite;

namespace StatsService.Tests.Cli;

public sealed class DoctorTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string prefix = azurite.NewPrefix();
    private readonly ScriptedMosp mosp = new();
    private StatsServiceApp remote = null!;
    private MonarcClient key = null!;

    public async ValueTask InitializeAsync()
    {
        remote = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        key = await remote.RegisterAsync("sender");
        (await Create().RunAsync("client", "create", "acme", "--sharing")).Is(0);
    }

    public async ValueTask DisposeAsync()
    {
        await remote.DisposeAsync();
        mosp.Dispose();
    }

    [Fact]
    public async Task Where_all_is_well_each_part_says_so()
    {
        var examined = (await Create([.. Remote(key.Token!), ("MOSP_URL", mosp.Url)]).RunAsync("doctor", "-o", "json")).Is(0).Json;

        Assert.Equal(["storage ok", "queue ok", "work ok", "remote ok", "mosp ok", "clock ok"], examined.EnumerateArray().Select(finding => $"{finding.GetProperty("check")} {finding.GetProperty("verdict")}"));
        (await Create(("MOSP_URL", "off")).RunAsync("doctor")).Is(0);
    }

    [Fact]
    public async Task A_key_that_the_remote_instance_does_not_know_is_wrong_and_told_with_what_to_do()
    {
        var told = (await Create([.. Remote("another-key-of-no-client"), ("MOSP_URL", "off")]).RunAsync("doctor")).Is(1);

        Assert.Contains("does not know the key (for acme)", told.Output, StringComparison.Ordinal);
        Assert.Contains("remote: Correct REMOTE_STATS_TOKEN", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("another-key", told.Output + told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_is_told_and_the_others_are_asked_all_the_same()
    {
        var broken = new Tool(azurite.ConnectionString, prefix, null, [.. Remote(key.Token!), ("MOSP_URL", "http://127.0.0.1:1")]) { Watch = new StorageWatch { BreaksBefore = _ => true } };

        var examined = (await broken.RunAsync("doctor", "-o", "json")).Is(1).Json;

        Assert.Equal(["storage wrong", "remote ok", "mosp wrong", "clock ok"], examined.EnumerateArray().Select(finding => $"{finding.GetProperty("check")} {finding.GetProperty("verdict")}"));
    }

    [Fact]
    public async Task A_clock_that_is_off_is_told()
    {
        var late = new Tool(azurite.ConnectionString, prefix, null, ("MOSP_URL", "off")) { Clock = new LateTime() };

        Assert.Contains("3600 s behind", (await late.RunAsync("doctor")).Is(1).Output, StringComparison.Ordinal);
    }

    private (string Name, string Value)[] Remote(string token) => [("REMOTE_STATS_SERVER", remote.Http.BaseAddress!.ToString()), ("REMOTE_STATS_TOKEN", token)];

    private Tool Create(params (string Name, string Value)[] settings) => new(azurite.ConnectionString, prefix, null, settings);

    private sealed class LateTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - TimeSpan.FromHours(1);
    }
}
