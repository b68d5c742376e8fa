using StatsService.Tests.Azurite;

namespace StatsService.Tests.Cli;

/// <summary>Long work tells how far it is, and of how much.</summary>
public sealed class ProgressTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Export_import_and_comparison_tell_how_much_there_is_in_all()
    {
        var folder = Directory.CreateTempSubdirectory("progress");
        var file = Path.Combine(folder.FullName, "all.ndjson");
        var (from, into) = (azurite.NewPrefix(), azurite.NewPrefix());
        await using (var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, from))
            (await (await app.RegisterAsync("acme")).PostAsync(PostedStat.Many(3, "threat"))).Is(201);

        Assert.Contains("3 statistics written, client 2 of 2…", (await Create(from).RunAsync("export", "--file", file)).Is(0).Error, StringComparison.Ordinal);
        Assert.Contains("3 statistics stored, 0 were there, 100 % of the file read…", (await Create(into).RunAsync("import", file)).Is(0).Error, StringComparison.Ordinal);
        (await Create(into).RunAsync("totals", "rebuild")).Is(0);
        Assert.Matches("(3[01]|2[89]|[56][0-9]) of \\1 days compared…", (await Create(into).RunAsync("totals", "verify")).Is(0).Error);
        folder.Delete(recursive: true);
    }

    private Tool Create(string prefix) => new(azurite.ConnectionString, prefix) { Clock = new RacingTime() };

    /// <summary>Between any two looks at it more time passes than between two lines.</summary>
    private sealed class RacingTime : TimeProvider
    {
        private long looks;

        public override long GetTimestamp() => Interlocked.Increment(ref looks) * 3 * TimestampFrequency;
    }
}
