using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StatsService.Storage.Azure;
using StatsService.Storage.Sqlite;

namespace StatsService.Storage;

public static class ServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="StorageEngine"/> on the file that <c>DATABASE_FILE</c> names, or the account that <c>AzureWebJobsStorage</c> does.</summary>
    /// <remarks>A registered <see cref="StorageInterceptor"/> sees every storage operation, its repetitions included.</remarks>
    public static IServiceCollection AddStatsStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(StorageOptions.Section);
        services.AddOptions<StorageOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart()
            .Validate(options => !options.NamesTwo(section), $"{StorageOptions.DatabaseSetting} names a file and {StorageOptions.Section} a storage account: take one of them away, so that it is clear where the statistics are.");
        return services.AddSingleton<StorageOperations>().AddSingleton(provider => OpenEngine(provider, section));
    }

    private static StorageEngine OpenEngine(IServiceProvider provider, IConfigurationSection section)
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        var operations = provider.GetRequiredService<StorageOperations>();
        return options.DatabaseFile is { Length: > 0 } path
            ? new SqliteStorage(path, options.Prefix, operations)
            : AzureStorage.Connect(options, section, operations);
    }
}
