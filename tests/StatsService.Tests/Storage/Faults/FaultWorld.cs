using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tests.Cli;
using StatsService.Tests.Forwarding;
using StatsService.Tests.Storage.Engines;
using StatsService.Tests.Storage.Stats;
using StatsService.Totals;

namespace StatsService.Tests.Storage.Faults;

/// <summary>The service and the tool on one storage whose operations fail when the test says so; what the service forwards goes to a scripted instance. Nothing runs in the background.</summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    private readonly StorageUnderTest storage;
    private readonly StatsServiceApp app;
    private readonly Tool tool;

    private FaultWorld(StorageUnderTest storage, StatsServiceApp app, ScriptedRemote remote, FailingStorage faults)
    {
        (this.storage, this.app, Remote, Faults) = (storage, app, remote, faults);
        tool = Tool.On(storage, faults);
    }

    public FailingStorage Faults { get; }

    public ScriptedRemote Remote { get; }

    public MonarcClient Admin => app.Admin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<FaultWorld> StartAsync(StorageUnderTest storage)
    {
        var (faults, remote) = (new FailingStorage(), await ScriptedRemote.StartAsync());
        var app = await StatsServiceApp.StartAsync(
            [.. storage.Settings, .. StatsServiceApp.WithoutQueues, $"REMOTE_STATS_SERVER={remote.Address}", "REMOTE_STATS_TOKEN=remote-key"],
            builder => builder.Services.AddSingleton<StorageInterceptor>(faults));
        return new FaultWorld(storage, app, remote, faults);
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Somebody with a key, whether or not anybody is registered with it.</summary>
    public MonarcClient Caller(string token) => new(app.Http, token);

    public async Task<FaultedOffice> RegisterAsync()
    {
        var name = $"office {Guid.NewGuid():N}";
        var caller = await app.RegisterAsync(name);
        return new FaultedOffice(caller, name, (await Get<ClientRegistry>().FindAsync(name, Cancellation))!.Uuid);
    }

    /// <summary>A client with stats of some days, whose averages are computed.</summary>
    public async Task<FaultedOffice> RegisterWithStatsAsync(params IEnumerable<PostedStat> stats)
    {
        var office = await RegisterAsync();
        office.Stats.AddRange(stats);
        (await office.Caller.PostAsync(office.Stats)).Is(201);
        await AggregateAsync(office);
        return office;
    }

    public Task AggregateAsync(FaultedOffice office) => Get<Aggregator>().AggregateAsync(office.Uuid, Cancellation);

    /// <summary>Of how many stats the averages of a day know from this client.</summary>
    public async Task<long> CountedAsync(FaultedOffice office, string date) =>
        (await Get<TotalStore>().ReadShareAsync(StatType.Threat, DateOnly.Parse(date, CultureInfo.InvariantCulture), office.Uuid, Cancellation)).Tally.Stats;

    /// <summary>Whether a call over HTTP says that it is done, with one of these; else it says when to come again.</summary>
    public static bool Says(Answer answer, params IReadOnlyList<int> statuses)
    {
        if (answer.Status != 503)
        {
            Assert.True(statuses.Contains(answer.Status), $"The answer is {answer.Status}: {answer.Text}");
            return true;
        }

        Assert.NotNull(answer.Message);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        return false;
    }

    /// <summary>Whether what a timer or a message starts comes to its end.</summary>
    public static async Task<bool> EndsAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(Cancellation);
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Whether a command says that it is done; else it says why not.</summary>
    /// <param name="refusal">What it says where it was done before, and so has nothing to do.</param>
    public async Task<bool> RunsAsync(string[] args, string input = "", string? refusal = null)
    {
        var result = await tool.RunAsync(args, input, isInteractive: false);
        if (result.Code == 0 || (refusal is not null && result.Error.Contains(refusal, StringComparison.Ordinal)))
            return true;
        Assert.Contains("the same command completes it", result.Is(1).Error, StringComparison.Ordinal);
        return false;
    }

    /// <summary>What an export of this client says; nothing fails meanwhile.</summary>
    public async Task<string> ExportAsync(FaultedOffice office) => (await tool.RunAsync("export", "--client", office.Name)).Is(0).Output;

    /// <summary>Nothing is half stored or twice, and once all is aggregated every total equals a computation from the stats.</summary>
    public async Task IsExactAsync()
    {
        Faults.Disarm();
        await foreach (var client in Get<ClientStore>().ListAsync(Cancellation))
            await Get<Aggregator>().AggregateAsync(client.Uuid, Cancellation);
        Assert.Empty((await Get<TotalsAudit>().VerifyAsync(null, Cancellation)).Differences);
        await (await StoredRows.ReadAsync(storage.Open())).AgreeAsync();
        Assert.Equal("ok", await storage.CheckAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Remote.DisposeAsync();
        await storage.DisposeAsync();
    }
}

/// <param name="Caller">Calls with its key.</param>
internal sealed record FaultedOffice(MonarcClient Caller, string Name, Guid Uuid)
{
    /// <summary>What it has posted.</summary>
    public List<PostedStat> Stats { get; } = [];
}
