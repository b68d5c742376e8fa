using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StatsService.Storage;

namespace StatsService.Tests.Storage.Engines;

/// <summary>Which storage the settings name.</summary>
public sealed class StorageChoiceTests : IAsyncLifetime
{
    private const string Account = "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=a2V5;EndpointSuffix=core.windows.net";
    private readonly SqliteUnderTest file = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => file.DisposeAsync();

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData("UseDevelopmentStorage=true;")]
    [InlineData("")]
    public void A_database_file_wins_over_development_storage(string connection) =>
        Assert.Equal(file.File, Open(("DATABASE_FILE", file.File), ("AzureWebJobsStorage", connection)));

    [Fact]
    public void Without_a_database_file_the_account_is_used() =>
        Assert.Equal("acme (https://acme.table.core.windows.net)", Open(("AzureWebJobsStorage", Account)));

    [Fact]
    public void An_account_by_name_needs_no_connection_string() =>
        Assert.Equal("acme (https://acme.table.core.windows.net)", Open(("AzureWebJobsStorage:accountName", "acme")));

    [Theory]
    [InlineData("AzureWebJobsStorage", Account)]
    [InlineData("AzureWebJobsStorage:accountName", "acme")]
    [InlineData("AzureWebJobsStorage:tableServiceUri", "https://acme.table.core.windows.net")]
    [InlineData("AzureWebJobsStorage:queueServiceUri", "https://acme.queue.core.windows.net")]
    public void A_database_file_and_an_account_are_one_too_many(string setting, string value)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Open(("DATABASE_FILE", file.File), (setting, value)));

        Assert.Contains("take one of them away", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file.File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public void No_storage_at_all_is_refused_with_a_sentence(string connection) =>
        Assert.Contains("AzureWebJobsStorage", Assert.Throws<StorageRefusedException>(() => Open(("AzureWebJobsStorage", connection))).Message, StringComparison.Ordinal);

    private static string Open(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value)).Build();
        using var services = new ServiceCollection()
            .AddSingleton(new System.Diagnostics.Metrics.Meter("test"))
            .AddStatsStorage(configuration)
            .BuildServiceProvider();
        return services.GetRequiredService<StorageEngine>().Name;
    }
}
