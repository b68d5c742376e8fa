namespace StatsService.Storage;

/// <summary>Files that an account keeps under names.</summary>
public abstract class FileContainer
{
    /// <summary>Writes a file whole, in place of the one that had its name; the container is made where it is missing.</summary>
    /// <param name="file">A name, which may have slashes.</param>
    /// <param name="content">Can be read again from its beginning.</param>
    /// <exception cref="StorageUnavailableException">The file is as it was.</exception>
    public abstract Task WriteAsync(string file, Stream content, CancellationToken cancellationToken);
}
