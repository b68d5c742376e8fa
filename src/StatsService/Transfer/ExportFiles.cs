using System.IO.Compression;
using Microsoft.Extensions.Options;
using StatsService.Storage;

namespace StatsService.Transfer;

/// <summary>Keeps exports in the container that <c>EXPORT_CONTAINER</c> names, for the day on which somebody deletes what was needed, or the tables are lost.</summary>
public sealed class ExportFiles(StorageEngine storage, StatExport export, IOptions<StatsServiceOptions> options)
{
    /// <summary>Null where no container is named, or the storage has none.</summary>
    private BlobContainer? Container => options.Value.ExportContainer is { Length: > 0 } name ? storage.BlobContainer(name) : null;

    public bool AreKept => Container is not null;

    /// <summary>Writes a client and its stats as <c>{folder}/{client}.ndjson.gz</c>, or again in place of what is there. A client that was deleted gets no file.</summary>
    public async Task WriteAsync(string folder, Guid client, CancellationToken cancellationToken)
    {
        if (Container is not { } container)
            return;

        // A file of the machine, and not memory: a client may have gigabytes. What is uploaded is whole, or nothing is.
        await using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        ExportCount written;
        await using (var zip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
            written = await export.ExportAsync(zip, client, progress: null, cancellationToken);
        if (written.Clients > 0)
            await container.WriteAsync($"{folder}/{client:D}.ndjson.gz", file, cancellationToken);
    }
}
