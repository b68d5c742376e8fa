using StatsService.Tests.Azurite;
using StatsService.Tests.Storage.Stats;

namespace StatsService.Tests.Drivers;

/// <summary>One running service for the tests of a class, which keep apart by clients of their own.</summary>
public sealed class StatsServiceFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public string Prefix { get; } = azurite.NewPrefix();

    public string ConnectionString => azurite.ConnectionString;

    public StatsServiceApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await StatsServiceApp.StartAsync(azurite.ConnectionString, Prefix);

    /// <summary>Checks that the stored rows of all clients agree with each other.</summary>
    internal async Task RowsAgreeAsync() => await (await StoredRows.ReadAsync(ConnectionString, Prefix)).AgreeAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
