using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace StatsService.Tests.Infra;

public sealed class CompanyServerTests : IAsyncDisposable
{
    private const string Anr = "0b6c3f0e-6c2f-4f2e-9d56-6a1f3c1d2e4b";

    private readonly CompanyServer server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_units_run_the_service_and_a_restart_loses_nothing()
    {
        await server.StartAsync();
        await PostAsync();

        await server.StopAsync();
        await server.StartAsync();

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_backup_made_while_it_runs_brings_the_statistics_back()
    {
        await server.StartAsync();
        await PostAsync();
        await SavedAsync();
        var (backedUp, backup) = await server.ScriptAsync("backup.sh", server.Backups);
        Assert.True(backedUp == 0, backup);
        using var deleted = await server.Client.DeleteAsync(StatsOfAnr, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(0, await CountAsync());

        var (restored, said) = await server.ScriptAsync("restore.sh", backup.Trim());
        Assert.True(restored == 0, said);
        Assert.Equal("stop stats-service.service stats-service-storage.service\nstart stats-service.service\n", server.SystemctlCalls);
        await server.StartAsync();

        Assert.Equal(1, await CountAsync());
        // The queue is new, and takes what a further request sends.
        await PostAsync();
    }

    [Fact]
    public async Task A_damaged_backup_changes_and_stops_nothing()
    {
        Directory.CreateDirectory(server.Data);
        var damaged = Path.Combine(server.Data, "damaged.json.gz");
        await File.WriteAllTextAsync(damaged, "not a backup", Cancellation);

        var (exitCode, said) = await server.ScriptAsync("restore.sh", damaged);

        Assert.Equal(65, exitCode);
        Assert.Contains("Nothing was changed", said, StringComparison.Ordinal);
        Assert.Equal("", server.SystemctlCalls);
        Assert.True(File.Exists(damaged));
    }

    [Fact]
    public async Task Damaged_data_is_not_taken_for_a_backup()
    {
        Directory.CreateDirectory(server.Data);
        await File.WriteAllTextAsync(Path.Combine(server.Data, "__azurite_db_table__.json"), "{\"cut off", Cancellation);

        var (exitCode, said) = await server.ScriptAsync("backup.sh", server.Backups);

        Assert.Equal(65, exitCode);
        Assert.Contains("No backup was made", said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(server.Backups));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static Uri StatsOfAnr => new($"/api/v1/stats/{Anr}", UriKind.Relative);

    private async Task PostAsync()
    {
        object[] stats = [new { anr = Anr, type = "compliance", date = "2026-01-31", data = Array.Empty<object>() }];
        using var answer = await server.Client.PostAsJsonAsync(new Uri("/api/v1/stats/", UriKind.Relative), stats, Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private async Task<int> CountAsync()
    {
        var stats = await server.Client.GetFromJsonAsync<JsonElement>(StatsOfAnr, Cancellation);
        return stats.GetArrayLength();
    }

    /// <summary>Azurite writes its tables every five seconds.</summary>
    private async Task SavedAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!(await File.ReadAllTextAsync(Path.Combine(server.Data, "__azurite_db_table__.json"), Cancellation)).Contains("compliance_20260131", StringComparison.Ordinal))
            await timer.WaitForNextTickAsync(Cancellation);
    }
}
