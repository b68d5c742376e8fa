namespace StatsService.Storage;

/// <summary>The settings name no storage that the service can work on. The message says why, in one sentence for whoever set them.</summary>
public sealed class StorageRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
