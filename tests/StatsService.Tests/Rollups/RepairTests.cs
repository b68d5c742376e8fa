using Microsoft.Extensions.DependencyInjection;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Rollups;

public sealed class RepairTests(AzuriteFixture azurite)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_lost_its_message_is_aggregated_after_the_sweeper_ran()
    {
        await using var world = await AggregationWorld.CreateAsync(azurite.ConnectionString, azurite.NewPrefix(), clients: 2);
        await PostAsync(world);
        world.Messages.Clear();

        await world.SettleAsync();

        await world.TotalsAreExactAsync([(StatType.Threat, Today)]);
    }

    [Fact]
    public async Task A_total_that_was_damaged_is_repaired_and_reported_once()
    {
        await using var world = await AggregationWorld.CreateAsync(azurite.ConnectionString, azurite.NewPrefix(), clients: 2);
        await PostAsync(world);
        await world.SettleAsync();

        await world.RunAsync(0, null, false, async services =>
        {
            var rollups = services.GetRequiredService<IRollupStore>();
            var read = await rollups.ReadTotalAsync(StatType.Threat, Today, Cancellation);
            var damaged = new Tally();
            damaged.Add(read.Tally);
            damaged.Add(read.Tally);
            Assert.True(await rollups.TryReplaceAsync(StatType.Threat, Today, [], new TallyChange(read, damaged), Cancellation));

            var reconciler = services.GetRequiredService<Reconciler>();
            Assert.Equal(1, await reconciler.ReconcileAsync(Cancellation));
            Assert.Equal(0, await reconciler.ReconcileAsync(Cancellation));
        });

        await world.TotalsAreExactAsync([(StatType.Threat, Today)]);
    }

    [Fact]
    public async Task A_share_that_was_damaged_is_repaired_with_its_total()
    {
        await using var world = await AggregationWorld.CreateAsync(azurite.ConnectionString, azurite.NewPrefix(), clients: 2);
        await PostAsync(world);
        await world.SettleAsync();

        await world.RunAsync(0, null, false, async services =>
        {
            var rollups = services.GetRequiredService<IRollupStore>();
            var share = await rollups.ReadShareAsync(StatType.Threat, Today, world.Clients[0], Cancellation);
            var total = await rollups.ReadTotalAsync(StatType.Threat, Today, Cancellation);
            Assert.True(await rollups.TryReplaceAsync(
                StatType.Threat, Today, [new ShareChange(world.Clients[0], new TallyChange(share, new Tally()))], new TallyChange(total, total.Tally), Cancellation));

            Assert.Equal(2, await services.GetRequiredService<Reconciler>().ReconcileAsync(Cancellation));
            Assert.Equal(0, await services.GetRequiredService<Reconciler>().ReconcileAsync(Cancellation));
        });

        await world.TotalsAreExactAsync([(StatType.Threat, Today)]);
    }

    [Fact]
    public async Task Clients_are_compared_side_by_side_so_that_a_night_suffices_for_thousands()
    {
        await using var world = await AggregationWorld.CreateAsync(azurite.ConnectionString, azurite.NewPrefix(), clients: 9);
        await PostAsync(world);
        await world.SettleAsync();
        Task ReconcileAsync(IServiceProvider services) => services.GetRequiredService<Reconciler>().ReconcileAsync(Cancellation);
        await world.HoldAsync(int.MaxValue, ReconcileAsync);

        // The clients are listed; then their marks are asked for.
        await world.HoldAsync(1, ReconcileAsync);
        await Eventually.HoldsAsync(() => Task.FromResult(world.Waiting == 8));

        // The day's total and shares are read; then the clients' sheets.
        await world.HoldAsync(2, services => services.GetRequiredService<Reconciler>().ReconcileDayAsync(StatType.Threat, Today, world.Clients, Cancellation));
        await Eventually.HoldsAsync(() => Task.FromResult(world.Waiting == 8));

        await world.ResumeAsync();
        await world.TotalsAreExactAsync([(StatType.Threat, Today)]);
    }

    private static async Task PostAsync(AggregationWorld world)
    {
        foreach (var client in world.Clients)
        {
            await world.RunAsync(0, null, false, services => services.GetRequiredService<StatIngestion>()
                .AddAsync(client, [AggregationWorld.Threat(Guid.NewGuid(), Today, 5), AggregationWorld.Threat(Guid.NewGuid(), Today, 9)], Cancellation));
        }
    }
}
