using Azure.Data.Tables;
using StatsService.SampleData;
using StatsService.Tests.Azurite;
using StatsService.Tests.Functions;

namespace StatsService.Tests.Forwarding;

/// <summary>A company's instance that forwards to a global one every second, each a process on a storage of its own.</summary>
public sealed class TwoInstances : IAsyncDisposable
{
    private const string RemotePrefix = "global";
    private readonly string folder = Directory.CreateTempSubdirectory("global").FullName;
    private readonly string localConnection;
    private readonly string localPrefix;

    private TwoInstances(string localConnection, string localPrefix)
    {
        (this.localConnection, this.localPrefix) = (localConnection, localPrefix);
        RemoteStorage = new AzuriteProcess(folder);
    }

    public AzuriteProcess RemoteStorage { get; }

    public ServiceProcess Remote { get; private set; } = null!;

    /// <summary>The company, as the global instance knows it.</summary>
    public MonarcClient Company { get; private set; } = null!;

    public ServiceProcess Local { get; private set; } = null!;

    public static async Task<TwoInstances> StartAsync(AzuriteFixture azurite)
    {
        var instances = new TwoInstances(azurite.ConnectionString, azurite.NewPrefix());
        await instances.RemoteStorage.StartAsync();
        instances.Remote = new ServiceProcess(instances.RemoteStorage.ConnectionString, RemotePrefix, "PENDING_SCHEDULE=*/5 * * * * *");
        await instances.Remote.StartAsync();
        instances.Company = await instances.Remote.RegisterAsync("company");
        instances.Local = new ServiceProcess(
            instances.localConnection,
            instances.localPrefix,
            $"REMOTE_STATS_SERVER={instances.Remote.Http.BaseAddress}",
            $"REMOTE_STATS_TOKEN={instances.Company.Token}",
            "FORWARD_SCHEDULE=* * * * * *");
        await instances.Local.StartAsync();
        return instances;
    }

    public Task<MonarcClient> RegisterAsync(string name, bool isSharingEnabled) => Local.RegisterAsync(name, isSharingEnabled);

    public async Task RestartRemoteAsync()
    {
        await Remote.KillAsync();
        await Remote.StartAsync();
    }

    /// <summary>Waits until the global instance has aggregated what arrived: what an outage interrupts there waits for the timer.</summary>
    public Task RemoteIsAggregatedAsync() => Eventually.HoldsAsync(async () =>
        !await new TableClient(RemoteStorage.ConnectionString, $"{RemotePrefix}Pending")
            .QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken)
            .AnyAsync(TestContext.Current.CancellationToken));

    /// <summary>Kills the forwarding instance and starts it again.</summary>
    public async Task KillLocalAsync()
    {
        await Local.KillAsync();
        await Local.StartAsync();
    }

    /// <summary>Waits until another run of the forwarder began.</summary>
    public Task RunBegunAsync() => RunAsync(mustEnd: false);

    /// <summary>Waits until another run of the forwarder began and ended.</summary>
    public Task RunPassedAsync() => RunAsync(mustEnd: true);

    /// <summary>The data of all stats that the client may see, by UUID; a UUID that comes twice fails.</summary>
    public static async Task<Dictionary<string, string>> AllOfAsync(MonarcClient client)
    {
        var all = new Dictionary<string, string>();
        foreach (var type in SampleFrontOffice.AllTypes)
        {
            foreach (var (uuid, data) in (await client.ListAsync(new { type })).Is(200).DataByUuid)
                all.Add(uuid, data);
        }

        return all;
    }

    /// <summary>The global instance's averages of threats and risks, which anybody may see, equal those of what was posted.</summary>
    internal async Task AveragesAreThoseOfAsync(FrontOfficeSums sums)
    {
        var expected = sums.Posted.Where(posted => posted.Key.StartsWith("threat/", StringComparison.Ordinal)).Select(posted => posted.Key.Split('/')[2]).Distinct().Count();
        var anyone = new MonarcClient(Remote.Http, token: null);
        await Eventually.HoldsAsync(async () =>
        {
            var threats = (await anyone.GetAsync("/stats/threats.json?days=100")).Is(200).Json.EnumerateArray().ToList();
            return threats.Count > 0 && threats.Max(threat => threat.GetProperty("values").GetArrayLength()) == expected
                && threats.All(threat => Agrees(sums.Mean("threat", threat.GetProperty("object").GetString()!, "maxRisk"), threat.GetProperty("averages").GetProperty("maxRisk").GetDouble()));
        });
        await Eventually.HoldsAsync(async () => (await anyone.GetAsync("/stats/risks.json?days=100")).Is(200).Json.EnumerateObject().All(state =>
            state.Value.EnumerateObject().All(kind => kind.Value.EnumerateObject().All(level =>
                Agrees(sums.Mean("risk", state.Name, kind.Name, level.Name), level.Value.GetDouble())))));
    }

    public async ValueTask DisposeAsync()
    {
        Local?.Dispose();
        Remote?.Dispose();
        await RemoteStorage.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task RunAsync(bool mustEnd)
    {
        var table = new TableClient(localConnection, $"{localPrefix}State");
        var asked = DateTimeOffset.UtcNow;
        await Eventually.HoldsAsync(async () =>
        {
            var run = (await table.GetEntityAsync<TableEntity>("job", "ForwardStats", cancellationToken: TestContext.Current.CancellationToken)).Value;
            return run.GetDateTimeOffset("StartedAt") > asked && (!mustEnd || run.GetDateTimeOffset("EndedAt") is not null);
        });
    }

    private static bool Agrees(double expected, double actual) => Math.Abs(expected - actual) < 1e-9;
}
