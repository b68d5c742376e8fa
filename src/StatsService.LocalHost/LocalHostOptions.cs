namespace StatsService.LocalHost;

/// <summary>What LocalHost alone asks for; the Functions host has its own ways.</summary>
internal sealed class LocalHostOptions
{
    /// <summary>The IP address that LocalHost listens on.</summary>
    [ConfigurationKeyName("LISTEN")]
    public string Listen { get; set; } = "127.0.0.1";

    /// <summary>The port that LocalHost listens on; 0: any that is free.</summary>
    [ConfigurationKeyName("PORT")]
    public string Port { get; set; } = "7071";

    /// <summary>Whether answers tell in <c>X-Storage-Operations</c> how many storage operations they took, repetitions included: for benchmarks.</summary>
    [ConfigurationKeyName("COUNT_STORAGE_OPERATIONS")]
    public bool CountStorageOperations { get; set; }
}
