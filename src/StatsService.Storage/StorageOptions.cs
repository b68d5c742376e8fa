using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace StatsService.Storage;

/// <summary>Where statistics are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>The setting that the Functions host reads too: a connection string, or a section with service addresses.</summary>
    public const string Section = "AzureWebJobsStorage";

    public const string DatabaseSetting = "DATABASE_FILE";

    // What local.settings.json of a developer says, and names no account.
    private const string DevelopmentStorage = "UseDevelopmentStorage=true";

    /// <summary>
    /// The connection string of the storage account. With a managed identity, set instead <c>AzureWebJobsStorage__accountName</c>, or
    /// <c>AzureWebJobsStorage__tableServiceUri</c> and <c>AzureWebJobsStorage__queueServiceUri</c>; they win over a connection string.
    /// <c>AzureWebJobsStorage__clientId</c> names an identity that the app was given.
    /// </summary>
    [ConfigurationKeyName(Section)]
    public string Connection { get; set; } = "";

    /// <summary>
    /// A file in which the server keeps everything, instead of a storage account: <c>/var/lib/stats-service/stats.db</c>. It and its folder are
    /// made where they are missing, on a disk of the machine (a network drive won't do); a relative path counts from the folder that the
    /// service is started in. Beside it stand <c>-wal</c> and <c>-shm</c>, which belong to it. The Functions app in Azure refuses it.
    /// </summary>
    [ConfigurationKeyName(DatabaseSetting)]
    public string DatabaseFile { get; set; } = "";

    /// <summary>Stands before the names of all tables and queues, so that tests share one Azurite. Leave it empty in Azure: queue triggers don't know it.</summary>
    [ConfigurationKeyName("STORAGE_PREFIX")]
    [RegularExpression("^([a-z][a-z0-9]{0,30})?$", ErrorMessage = "STORAGE_PREFIX must be lower-case letters and digits, beginning with a letter, at most 31.")]
    public string Prefix { get; set; } = "";

    /// <param name="section">That of <see cref="Section"/>.</param>
    /// <returns>Whether the settings name a file and an account, of which the service can't use both.</returns>
    internal bool NamesTwo(IConfigurationSection section) =>
        DatabaseFile.Length > 0
        && (Connection.TrimEnd(';') is not ("" or DevelopmentStorage)
            || ((string[])["accountName", "tableServiceUri", "queueServiceUri"]).Any(address => section[address] is { Length: > 0 }));
}
