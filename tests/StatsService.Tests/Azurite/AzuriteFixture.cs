using StatsService.Tests.Azurite;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace StatsService.Tests.Azurite;

/// <summary>One Azurite for all tests of a run, which keep apart by prefixes of their own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly AzuriteProcess azurite = new();

    public string ConnectionString => azurite.ConnectionString;

    /// <summary>Begins the names of one test's tables and queues: a letter, then letters and digits, lower case.</summary>
    public string NewPrefix() => $"t{Guid.NewGuid():N}"[..13];

    public async ValueTask InitializeAsync() => await azurite.StartAsync();

    public ValueTask DisposeAsync() => azurite.DisposeAsync();
}
