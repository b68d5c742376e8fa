namespace StatsService.Server;

/// <summary>What the server alone asks for; the Functions host has its own ways.</summary>
internal sealed class ServerOptions
{
    /// <summary>The IP address that the server listens on.</summary>
    [ConfigurationKeyName("LISTEN")]
    public string Listen { get; set; } = "127.0.0.1";

    /// <summary>The port that the server listens on; 0: any that is free.</summary>
    [ConfigurationKeyName("PORT")]
    public string Port { get; set; } = "7071";

    /// <summary>Whether answers tell in <c>X-Storage-Operations</c> how many storage operations they took, repetitions included, and in <c>X-Allocated-Bytes</c> how much memory the server allocated so far: for benchmarks.</summary>
    [ConfigurationKeyName("COUNT_STORAGE_OPERATIONS")]
    public bool CountStorageOperations { get; set; }
}
