using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StatsService.Clients;
using StatsService.Functions;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Tests.Rollups;

/// <summary>
/// Two instances of the service on one storage, whose messages are kept here, so that a test delivers them late, twice,
/// in any order or not at all; and a third that stands still in the middle of its work.
/// </summary>
public sealed class AggregationWorld : IAsyncDisposable
{
    private readonly Instance[] instances;
    private readonly Instance slow;
    private Task held = Task.CompletedTask;
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly MessageBox messages = new();

    private AggregationWorld(string connectionString, string prefix)
    {
        instances = [.. Enumerable.Range(0, 2).Select(_ => new Instance(connectionString, prefix, messages, time))];
        slow = new Instance(connectionString, prefix, messages, time);
    }

    public IReadOnlyList<Guid> Clients { get; private set; } = [];

    public IList<string> Messages => messages.Sent;

    public static async Task<AggregationWorld> CreateAsync(string connectionString, string prefix, int clients)
    {
        var world = new AggregationWorld(connectionString, prefix);
        var registry = world.instances[0].Get<ClientRegistry>();
        var registered = await Task.WhenAll(Enumerable.Range(0, clients).Select(number =>
            registry.RegisterAsync($"client-{number}", isSharingEnabled: false, token: null, TestContext.Current.CancellationToken)));
        world.Clients = [.. registered.Select(registration => registration!.Client.Uuid)];
        return world;
    }

    /// <summary>Runs on one instance, which may die in the middle of it.</summary>
    /// <param name="crashAfter">Storage operations; null: it survives.</param>
    public async Task RunAsync(int instance, int? crashAfter, bool isAnswerLost, Func<IServiceProvider, Task> work)
    {
        var own = instances[instance];
        if (crashAfter is { } operations)
            own.Storage.CrashAfter(operations, isAnswerLost);
        try
        {
            await work(own.Services);
        }
        catch (SimulatedCrashException)
        {
            // What was not done by now is never done by this call.
        }
        finally
        {
            own.Storage.Survive();
        }
    }

    /// <summary>Begins on the slow instance, which stands still after so many storage operations until <see cref="ResumeAsync"/>.</summary>
    public async Task HoldAsync(int operations, Func<IServiceProvider, Task> work)
    {
        await ResumeAsync();
        var reached = slow.Storage.HoldAfter(operations);
        held = work(slow.Services);
        await Task.WhenAny(held, reached);
    }

    /// <summary>How many of its operations wait at once.</summary>
    public int Waiting => slow.Storage.Waiting;

    public Task ResumeAsync()
    {
        slow.Storage.Resume();
        return held;
    }

    /// <summary>On both instances, which know nothing of each other.</summary>
    public Task DeliverOnBothAsync(string message, string other) =>
        Task.WhenAll(DeliverAsync(instances[0].Services, message), DeliverAsync(instances[1].Services, other));

    public Task DeliverAsync(IServiceProvider services, string message) =>
        services.GetRequiredService<Aggregator>().AggregateAsync(AggregationMessage.Parse(message), TestContext.Current.CancellationToken);

    /// <summary>As time would do it: the sweeper announces what is marked, until nothing is.</summary>
    public async Task SettleAsync()
    {
        await ResumeAsync();
        messages.Sent.Clear();
        time.Advance(TimeSpan.FromMinutes(2));
        for (var rounds = 0; await instances[0].Get<Sweeper>().SweepAsync(TestContext.Current.CancellationToken) > 0; rounds++)
        {
            Assert.True(rounds < 3, "Marks remain though their messages were delivered.");
            foreach (var message in messages.Sent.ToList())
                await DeliverAsync(instances[1].Services, message);
            messages.Sent.Clear();
        }
    }

    /// <summary>Every share equals its client's sheets, and every total its shares, to the bit.</summary>
    public async Task TotalsAreExactAsync(IEnumerable<(StatType Type, DateOnly Date)> days)
    {
        var rollups = instances[0].Get<IRollupStore>();
        var aggregator = instances[0].Get<Aggregator>();
        var cancellation = TestContext.Current.CancellationToken;
        foreach (var (type, date) in days)
        {
            var expected = new Tally();
            foreach (var client in Clients)
                expected.Add(await aggregator.TallySheetsAsync(client, type, date, cancellation));
            var total = await rollups.ReadTotalAsync(type, date, cancellation);
            Assert.Equal(Convert.ToHexString(TallyCodec.Encode(expected)), Convert.ToHexString(TallyCodec.Encode(total.Tally)));

            // What readers get through their caches is the same.
            var read = await instances[1].Get<TotalsCache>().ReadAsync(type, date, date, cancellation);
            Assert.Equal(expected.Stats, read.Days.Sum(day => day.Tally.Stats));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ResumeAsync();
        foreach (var instance in instances.Append(slow))
            await instance.Services.DisposeAsync();
    }

    public static Stat Threat(Guid anr, DateOnly date, int value)
    {
        var objects = Enumerable.Range(0, 1 + (value % 4)).Select(number =>
            $$"""{"uuid":"00000000-0000-4000-8000-{{number:D12}}","label1":"menace {{number}}","label2":"threat {{value % 3}}","count":{{value}},"maxRisk":{{value * 2}},"averageRate":"{{value % 5}}.{{value % 7}}3"}""");
        return new Stat(Guid.NewGuid(), anr, StatType.Threat, date, Encoding.UTF8.GetBytes($"[{string.Join(',', objects)}]"));
    }

    private sealed class Instance
    {
        public Instance(string connectionString, string prefix, MessageBox messages, TimeProvider time)
        {
            var settings = new ConfigurationBuilder().AddInMemoryCollection(
                new Dictionary<string, string?> { ["AzureWebJobsStorage"] = connectionString, ["STORAGE_PREFIX"] = prefix }).Build();
            Services = new ServiceCollection()
                .AddLogging()
                .AddSingleton(time)
                .AddSingleton<StorageInterceptor>(Storage)
                .AddMetrics()
                .AddStatsServiceApp(settings)
                .AddSingleton<IAggregationQueue>(messages)
                .BuildServiceProvider();
        }

        public CrashingStorage Storage { get; } = new();

        public ServiceProvider Services { get; }

        public T Get<T>()
            where T : notnull => Services.GetRequiredService<T>();
    }

    private sealed class MessageBox : IAggregationQueue
    {
        public List<string> Sent { get; } = [];

        public Task SendAsync(IReadOnlyList<ChangedDay> changed, CancellationToken cancellationToken)
        {
            lock (Sent)
                Sent.AddRange(AggregationMessage.Create(changed).Select(message => message.ToJson()));
            return Task.CompletedTask;
        }

        public Task<int> CountPoisonAsync(CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<int> RetryPoisonAsync(CancellationToken cancellationToken) => Task.FromResult(0);

        public Task DiscardPoisonAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
