using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StatsService.Clients;
using StatsService.Functions;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;
using StatsService.Tests.Storage.Stats;
using StatsService.Tests.Totals;
using StatsService.Totals;
using StatsService.Upkeep;

namespace StatsService.Tests.Housekeeping;

/// <summary>An instance whose storage operations are seen, with a clock that the test moves; it aggregates when it is told to.</summary>
public sealed class HousekeepingWorld : IAsyncDisposable
{
    private readonly string connectionString;
    private readonly string prefix;
    private readonly ServiceProvider services;

    private HousekeepingWorld(string connectionString, string prefix)
    {
        this.connectionString = connectionString;
        this.prefix = prefix;
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["AzureWebJobsStorage"] = connectionString, ["STORAGE_PREFIX"] = prefix }).Build();
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<StorageInterceptor>(Watch)
            .AddSingleton<StorageInterceptor>(Crashes)
            .AddMetrics()
            .AddStatsServiceApp(settings)
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public StorageWatch Watch { get; } = new();

    public CrashingStorage Crashes { get; } = new();

    public Guid Client { get; private set; }

    public DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);

    public StatStore Stats => Get<StatStore>();

    public Duplicates Duplicates => Get<Duplicates>();


    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<HousekeepingWorld> CreateAsync(string connectionString, string prefix)
    {
        var world = new HousekeepingWorld(connectionString, prefix);
        world.Client = (await world.Get<ClientRegistry>().RegisterAsync("client", isSharingEnabled: false, token: null, Cancellation))!.Client.Uuid;
        return world;
    }

    public TableClient Table(string name) => new(connectionString, prefix + name);

    /// <summary>As a client posts them.</summary>
    public async Task PostAsync(params IEnumerable<Stat> stats) => await Get<StatIngestion>().AddAsync(Client, StatBatch.OfNamed([.. stats]), Cancellation);

    /// <summary>Keeps house, and does the parts that are sent for it.</summary>
    public async Task<string> KeepHouseAsync()
    {
        var outcome = await Get<Housekeeper>().RunAsync(Cancellation);
        var parts = Get<StorageEngine>().Queue(JobPart.QueueName);
        foreach (var message in await parts.ReceiveAsync(32, TimeSpan.FromMinutes(1), Cancellation))
        {
            await Get<JobParts>().RunAsync(JobPart.Parse(message.Text), Cancellation);
            await parts.DeleteAsync(message, Cancellation);
        }

        return outcome;
    }

    /// <summary>Aggregates all that is pending.</summary>
    public Task AggregateAsync() => Get<Aggregator>().AggregateAsync(Client, Cancellation);

    public async Task<IReadOnlyList<Sheet>> SheetsAsync()
    {
        var sheets = new List<Sheet>();
        foreach (var type in StatTypes.All)
            sheets.AddRange(await Stats.ReadAsync(Client, type, DateOnly.MinValue, DateOnly.MaxValue, Cancellation).ToListAsync(Cancellation));
        return sheets;
    }

    /// <summary>Every total equals the stats that are there, and no other day has one.</summary>
    public async Task TotalsAreExactAsync(StatType type)
    {
        var totals = (await Get<TotalsCache>().ReadAsync(type, DateOnly.MinValue, DateOnly.MaxValue, Cancellation)).Days;
        var expected = (await SheetsAsync()).Where(sheet => sheet.Type == type).Select(sheet => sheet.Date).Distinct().Order().ToList();
        Assert.Equal(expected, totals.Select(day => day.Date));
        foreach (var day in totals)
        {
            var tally = (await Get<SheetTallies>().ReadAsync(Client, type, day.Date, Cancellation)).Tally;
            Assert.Equal(Convert.ToHexString(TallyCodec.Encode(tally)), Convert.ToHexString(TallyCodec.Encode(day.Tally)));
        }
    }

    /// <summary>Guards, sheets and the latest map agree with each other.</summary>
    public async Task RowsAgreeAsync() => await (await StoredRows.ReadAsync(connectionString, prefix)).AgreeAsync();

    public ValueTask DisposeAsync() => services.DisposeAsync();

    public static Stat Stat(Guid anr, StatType type, DateOnly date, string data = "{}") => new(Guid.NewGuid(), anr, type, date, Encoding.UTF8.GetBytes(data));

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();
}
