namespace StatsService.Storage;

/// <summary>Files that an account keeps under names.</summary>
public abstract class BlobContainer
{
    /// <summary>Writes a blob whole, in place of the one that had its name; the container is made where it is missing.</summary>
    /// <param name="blob">A name, which may have slashes.</param>
    /// <param name="content">Can be read again from its beginning.</param>
    /// <exception cref="StorageUnavailableException">The blob is as it was.</exception>
    public abstract Task WriteAsync(string blob, Stream content, CancellationToken cancellationToken);
}
