using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Tests.Storage.Engines;
using StatsService.Totals;

namespace StatsService.Tests.Views;

/// <summary>An instance whose totals a test writes itself, as aggregating a year of statistics would take minutes.</summary>
public sealed class ViewWorld : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();

    private readonly Action<IServiceCollection>? services;
    private readonly string[] settings;

    private ViewWorld(Action<IServiceCollection>? services, string[] settings)
    {
        (this.services, this.settings) = (services, settings);
    }

    public StatsServiceApp App { get; private set; } = null!;

    public static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    /// <param name="services">Adds services, which win over the app's.</param>
    /// <param name="settings">As <c>NAME=value</c>.</param>
    public static async Task<ViewWorld> StartAsync(Action<IServiceCollection>? services = null, params string[] settings)
    {
        var world = new ViewWorld(services, settings);
        world.App = await world.StartAnotherAsync(new StorageWatch());
        return world;
    }

    /// <summary>Another instance on the same storage, that has read nothing yet.</summary>
    public Task<StatsServiceApp> StartAnotherAsync(StorageWatch watch) =>
        StatsServiceApp.StartAsync([.. storage.Settings, .. StatsServiceApp.WithoutQueues, .. settings], builder =>
        {
            WatchedStorage.Through(watch)(builder);
            services?.Invoke(builder.Services);
        });

    /// <summary>Adds a client's share to a day.</summary>
    /// <param name="back">How many days ago.</param>
    public async Task AddAsync(StatType type, int back, Tally tally, Guid? client = null)
    {
        var (store, date, cancellation) = (App.Services.GetRequiredService<TotalStore>(), Today.AddDays(-back), TestContext.Current.CancellationToken);
        var share = await store.ReadShareAsync(type, date, client ?? Guid.NewGuid(), cancellation);
        var result = await store.TryReplaceAsync(
            type, date, [new ShareChange(share, tally)], await store.ReadTotalAsync(type, date, cancellation), correction: null, cancellation);
        Assert.Equal(ReplaceOutcome.Done, result.Outcome);
    }

    /// <summary>Has a day reconciled, as the night does.</summary>
    /// <param name="back">How many days ago.</param>
    public Task ReconcileAsync(StatType type, int back) =>
        App.Services.GetRequiredService<Reconciler>().ReconcileTotalAsync(type, Today.AddDays(-back), TestContext.Current.CancellationToken);

    /// <summary>Writes how far organisations differ on a day.</summary>
    /// <param name="back">How many days ago.</param>
    public Task AddAsync(StatType type, int back, IReadOnlyDictionary<Guid, ObjectSpread> spread) =>
        App.Services.GetRequiredService<SpreadStore>().WriteAsync(type, Today.AddDays(-back), spread, companions: null, TestContext.Current.CancellationToken);

    /// <summary>Gives every month from some days ago to today a new version, so that readers look at its totals anew.</summary>
    /// <param name="back">How many days ago the first changed day is.</param>
    public async Task PublishAsync(StatType type, int back = 0)
    {
        for (var month = Month.Of(Today.AddDays(-back)); month <= Month.Of(Today); month = Month.Of(month.LastDay.AddDays(1)))
            await App.Services.GetRequiredService<TotalVersions>().ChangeAsync(type, month, TestContext.Current.CancellationToken);
    }

    /// <summary>What the only stat of a day reports; it is taken to be of two clients, so that names are told.</summary>
    /// <param name="objects">Each with its values.</param>
    public static Tally Of(params (Guid Uuid, double Count, double MaxRisk, double Rate)[] objects)
    {
        var tally = new Tally { Stats = 1, Contributors = 2 };
        foreach (var (uuid, count, maxRisk, rate) in objects)
        {
            tally[uuid].Add(1, 2, Units(count), Units(maxRisk), Units(rate));
            tally[uuid].AddLabel(1, Encoding.UTF8.GetBytes($"Object {uuid.ToString()[..8]}"), 1);
        }

        return tally;
    }

    public static Quantity Units(double value) => new((Int128)(value * 1e12));

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await storage.DisposeAsync();
    }
}
