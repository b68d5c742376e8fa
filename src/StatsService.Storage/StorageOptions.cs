using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace StatsService.Storage;

/// <summary>Where statistics are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>The setting that the Functions host reads too: a connection string, or a section with service addresses.</summary>
    public const string Section = "AzureWebJobsStorage";

    /// <summary>
    /// The connection string of the storage account. With a managed identity, set instead <c>AzureWebJobsStorage__accountName</c>, or
    /// <c>AzureWebJobsStorage__tableServiceUri</c> and <c>AzureWebJobsStorage__queueServiceUri</c>; they win over a connection string.
    /// <c>AzureWebJobsStorage__clientId</c> names an identity that the app was given.
    /// </summary>
    [ConfigurationKeyName(Section)]
    public string Connection { get; set; } = "";

    /// <summary>Stands before the names of all tables and queues, so that tests share one Azurite. Leave it empty in Azure: queue triggers don't know it.</summary>
    [ConfigurationKeyName("STORAGE_PREFIX")]
    [RegularExpression("^([a-z][a-z0-9]{0,30})?$", ErrorMessage = "STORAGE_PREFIX must be lower-case letters and digits, beginning with a letter, at most 31.")]
    public string Prefix { get; set; } = "";
}
