using System.Buffers;
using StatsService.Clients;
using StatsService.Stats;

namespace StatsService.Transfer;

/// <param name="Clients">How many lines of clients were written.</param>
/// <param name="Stats">How many lines of stats.</param>
public sealed record ExportCount(int Clients, long Stats);

/// <param name="Client">Which of the clients' stats are being written, from 1 on.</param>
/// <param name="Clients">How many clients are exported.</param>
/// <param name="Stats">How many stats are written.</param>
public sealed record ExportProgress(int Client, int Clients, long Stats);

/// <summary>Writes clients and stats as lines of JSON, the clients first, with one sheet of stats in memory at a time.</summary>
/// <remarks>The keys' hashes are in it, so whoever can read the file can try to guess keys that are weak.</remarks>
public sealed class StatExport(ClientStore clients, StatStore stats)
{
    /// <param name="only">Null: all clients.</param>
    public async Task<ExportCount> ExportAsync(Stream output, Guid? only, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var exported = new List<Client>();
        foreach (var client in await FindClientsAsync(only, cancellationToken))
        {
            // Deleted meanwhile: there is nothing to export then.
            if (await clients.FindTokenAsync(client.Uuid, cancellationToken) is not { } token)
                continue;
            ExportLine.Write(buffer, client, token);
            exported.Add(client);
            await WriteAsync();
        }

        var count = new ExportCount(exported.Count, 0);
        foreach (var (index, client) in exported.Index())
        {
            foreach (var type in StatTypes.All)
            {
                await foreach (var sheet in stats.ReadAsync(client.Uuid, type, DateOnly.MinValue, DateOnly.MaxValue, cancellationToken))
                {
                    foreach (var stat in sheet.ScanStats(_ => true))
                    {
                        ExportLine.Write(buffer, client.Uuid, stat);
                        await WriteAsync();
                    }

                    count = count with { Stats = count.Stats + sheet.Entries.Count };
                    progress?.Report(new ExportProgress(index + 1, exported.Count, count.Stats));
                }
            }
        }

        await output.FlushAsync(cancellationToken);
        return count;

        async Task WriteAsync()
        {
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }
    }

    private async Task<IEnumerable<Client>> FindClientsAsync(Guid? only, CancellationToken cancellationToken)
    {
        if (only is { } uuid)
            return await clients.FindByUuidAsync(uuid, cancellationToken) is { } client ? [client] : [];
        return (await clients.ListAsync(cancellationToken).ToListAsync(cancellationToken)).OrderBy(client => client.CreatedAt);
    }
}
