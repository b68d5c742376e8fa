using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;
using StatsService.Tests.Azurite;
using StatsService.Tests.Cli;
using StatsService.Tests.Storage.Engines;
using StatsService.Totals;

namespace StatsService.Tests.Totals;

/// <summary>Leaving a client out of the averages, over HTTP and by the tool, on every engine.</summary>
public abstract class ClientExclusionTests(StorageUnderTest storage) : IAsyncLifetime
{
    private const int Days = 5;
    private StatsServiceApp app = null!;
    private MonarcClient honest = null!;
    private MonarcClient other = null!;
    private Guid uuid;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(storage.Settings);
        (honest, other) = (await app.RegisterAsync("honest"), await app.RegisterAsync("other"));
        uuid = (await app.Services.GetRequiredService<ClientRegistry>().FindAsync("other", Cancellation))!.Uuid;
        await PostAsync(honest, 4);
        await PostAsync(other, 900);
        await AveragesBecomeAsync(452);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task The_averages_lose_a_client_that_is_excluded_and_have_it_again_as_before_and_all_else_stays()
    {
        var before = (await app.Anonymous.GetAsync("/stats/threats.json")).Is(200).Text;
        var own = (await other.ListAsync(new { type = "threat" })).Is(200).Text;

        Assert.Equal("OK", (await SendAsync(app.Admin, "exclude")).Is(200).Json.GetProperty("result").GetString());
        await AveragesBecomeAsync(4);
        await IsExactAsync();
        Assert.Equal(own, (await other.ListAsync(new { type = "threat" })).Is(200).Text);
        Assert.True((await other.GetAsync("client/me")).Is(200).Json.GetProperty("is_sharing_enabled").GetBoolean());

        // What it sends meanwhile is taken in, and counts as little.
        await PostAsync(other, 900_000);
        (await SendAsync(app.Admin, "exclude")).Is(200);
        await NothingIsPendingAsync();
        await AveragesBecomeAsync(4);
        await IsExactAsync();

        (await other.DeleteAsync($"stats/{Anr(900_000)}")).Is(204);
        (await SendAsync(app.Admin, "include")).Is(200);
        await Eventually.HoldsAsync(async () => (await app.Anonymous.GetAsync("/stats/threats.json")).Is(200).Text == before);
        await NothingIsPendingAsync();
        await IsExactAsync();
    }

    [Fact]
    public async Task A_client_that_is_excluded_and_deleted_is_gone()
    {
        (await RunAsync("client", "exclude", "other")).Is(0);
        (await RunAsync("client", "delete", "other", "--yes")).Is(0);

        Assert.Empty(await app.Services.GetRequiredService<ClientStore>().ReadExcludedAsync(Cancellation));
        await AveragesBecomeAsync(4);
        await IsExactAsync();
    }

    [Fact]
    public async Task Whoever_is_excluded_stays_so_where_everything_moves_to_another_storage()
    {
        (await RunAsync("client", "exclude", "other", "--output", "json")).Is(0);
        var list = (await RunAsync("client", "list", "--output", "json")).Is(0).Json.EnumerateArray();
        Assert.Equal(["other"], list.Where(client => client.GetProperty("is_excluded").GetBoolean()).Select(client => client.GetProperty("name").GetString()));

        var export = (await RunAsync("export")).Is(0).Output;

        Assert.Contains("\"is_excluded\":true", Assert.Single(export.Split('\n'), line => line.Contains("\"name\":\"other\"", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_exclude_and_only_clients_that_are_there()
    {
        foreach (var call in (string[])["exclude", "include"])
        {
            (await SendAsync(honest, call)).Is(403);
            (await SendAsync(app.Anonymous, call)).Is(401);
            Assert.Equal("KO", (await app.Admin.SendAsync("POST", $"admin/clients/{Guid.NewGuid()}/{call}")).Is(400).Json.GetProperty("result").GetString());
            Assert.Equal("KO", (await app.Admin.SendAsync("POST", $"admin/clients/other/{call}")).Is(400).Json.GetProperty("result").GetString());
        }
    }

    private static string Anr(int count) => new Guid(count, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString();

    private static async Task PostAsync(MonarcClient client, int count) => (await client.PostAsync(
        Enumerable.Range(0, Days).Select(day => new PostedStat { Anr = Anr(count), Type = "threat", Date = PostedStat.Day(-day), Data = PublicStatsData.Threats(count) }))).Is(201);

    private Task<Answer> SendAsync(MonarcClient caller, string call) => caller.SendAsync("POST", $"admin/clients/{uuid}/{call}");

    private Task<ToolResult> RunAsync(params string[] args) => Tool.On(storage).RunAsync(args);

    private Task AveragesBecomeAsync(double count) => Eventually.HoldsAsync(async () =>
        (await app.Anonymous.GetAsync("/stats/threats.json")).Is(200).Stats.SelectMany(threat => threat.GetProperty("values").EnumerateArray())
            .Select(value => value.GetProperty("count").GetDouble()).SequenceEqual(Enumerable.Repeat(count, Days)));

    private Task NothingIsPendingAsync() => Eventually.HoldsAsync(async () =>
        (await app.Services.GetRequiredService<AggregationStatus>().ReadAsync(Cancellation)).Days == 0);

    private async Task IsExactAsync() => Assert.Empty((await app.Services.GetRequiredService<TotalsAudit>().VerifyAsync(null, Cancellation)).Differences);
}

public sealed class AzureClientExclusionTests(AzuriteFixture azurite) : ClientExclusionTests(new AzuriteUnderTest(azurite));

public sealed class SqliteClientExclusionTests() : ClientExclusionTests(new SqliteUnderTest());
