namespace StatsService.Storage;

/// <summary>Where the service keeps everything: tables, queues and blobs of one account, or tables and queues of one file.</summary>
/// <remarks>Every member that asks the storage throws <see cref="StorageUnavailableException"/> where it does not answer as it should.</remarks>
public abstract class StorageEngine
{
    /// <summary>Which storage it is, for people: an account and its address, or the path of a file.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Whether each operation is a round trip over a network, so that several at once are sooner done. In a file of this machine each takes computing alone:
    /// what is done in the background then takes the processor from the requests, if it does much at once.
    /// </summary>
    public abstract bool IsRemote { get; }

    /// <summary>The table of this name: the same object each time. It is made on first use.</summary>
    public abstract Table Table(string name);

    /// <summary>The queue of this name: the same object each time. It is made on first use.</summary>
    public abstract Queue Queue(string name);

    /// <summary>The container of blobs of this name; null where there are none, since all is in one file already.</summary>
    public virtual BlobContainer? BlobContainer(string name) => null;
}
