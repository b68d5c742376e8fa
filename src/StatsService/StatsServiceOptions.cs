using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace StatsService;

/// <summary>The service's settings, under the names that operators of the original know.</summary>
public sealed class StatsServiceOptions
{
    /// <summary>The key of the admin client, made at start where it is missing. Empty: the first start on empty storage makes one.</summary>
    [ConfigurationKeyName("ADMIN_TOKEN")]
    [StringLength(100)]
    public string AdminToken { get; set; } = "";

    /// <summary>Whether an admin may register clients through the API.</summary>
    [ConfigurationKeyName("CLIENT_REGISTRATION_OPEN")]
    public bool ClientRegistrationOpen { get; set; } = true;

    /// <summary>
    /// A blob container of the storage account, in which each client's statistics are kept as a file of their own, anew by <c>EXPORT_SCHEDULE</c>.
    /// Empty: none are kept. Without effect on a database file, which has backups.
    /// </summary>
    [ConfigurationKeyName("EXPORT_CONTAINER")]
    [RegularExpression("^([a-z0-9](-?[a-z0-9]){2,62})?$", ErrorMessage = "EXPORT_CONTAINER must be the name of a blob container: 3 to 63 lower-case letters, digits and single hyphens between them.")]
    public string ExportContainer { get; set; } = "";

    /// <summary>The largest request body in bytes; in Azure `infra/` sets 16777216, since the Functions host holds each body twice.</summary>
    [ConfigurationKeyName("MAX_REQUEST_BYTES")]
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Averages of a day that fewer organisations report are not shown, neither to the public nor in `processed` over all clients, and where it is above 1 the map tells of no contributor what it reports. 1: all are shown; 3 is recommended where anybody can read.</summary>
    [ConfigurationKeyName("PUBLIC_MIN_CONTRIBUTORS")]
    [Range(1, 1000)]
    public int PublicMinContributors { get; set; } = 1;

    /// <summary>For how many months stats are kept, counted back from today by their day; what is dated more than a year ahead goes too. 0: all are kept for ever.</summary>
    [ConfigurationKeyName("RETENTION_MONTHS")]
    [Range(0, 1200)]
    public int RetentionMonths { get; set; } = 36;
}
