using System.Globalization;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;
using StatsService.Transfer;

namespace StatsService.Upkeep;

/// <summary>Nightly jobs that concern every client: a timer sends them in parts of some clients each, which all instances do side by side.</summary>
/// <remarks>A part may be done twice. One that fails is tried again by the queue, and by the next night.</remarks>
public sealed class JobParts(StorageEngine storage, ClientStore clients, Reconciler reconciler, Retention retention, ExportFiles exports, TimeProvider time)
{
    private const int ClientsOfPart = 50;
    private const string ReconcileClients = "reconcile-clients";
    private const string ReconcileTotals = "reconcile-totals";
    private const string RemoveOld = "remove-old";
    private const string Export = "export";
    private readonly Queue queue = storage.Queue(JobPart.QueueName);

    /// <summary>Has the totals of the last days compared with a computation from scratch, and repaired.</summary>
    /// <returns>What was sent, in a sentence.</returns>
    public async Task<string> SendReconciliationAsync(CancellationToken cancellationToken)
    {
        var sent = await SendClientsAsync(ReconcileClients, cancellationToken);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var type in StatTypes.All)
        {
            // After the shares: what differs there is repaired together with the total.
            var days = Enumerable.Range(0, Reconciler.Days).Select(age => string.Create(CultureInfo.InvariantCulture, $"{type.Name()}_{today.AddDays(-age):yyyyMMdd}"));
            await queue.SendAsync(JobPart.Of(ReconcileTotals, days).ToJson(), null, cancellationToken);
            sent++;
        }

        return $"{sent} parts sent.";
    }

    /// <summary>Has the stats removed whose days the operator does not want to keep.</summary>
    /// <returns>What was sent, in a sentence.</returns>
    public async Task<string> SendRetentionAsync(CancellationToken cancellationToken) =>
        retention.FirstDay is null ? "All statistics are kept." : $"{await SendClientsAsync(RemoveOld, cancellationToken)} parts sent.";

    /// <summary>Has each client's statistics written to a file of the folder <c>yyyy-MM-dd</c> of today, where exports are kept.</summary>
    /// <returns>What was sent, in a sentence.</returns>
    public async Task<string> SendExportAsync(CancellationToken cancellationToken)
    {
        if (!exports.AreKept)
            return "No exports are kept.";

        var folder = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var sent = 0;
        await foreach (var client in clients.ListAsync(cancellationToken))
        {
            // One client may take minutes, so each is a part of its own.
            await queue.SendAsync(JobPart.Of(Export, [$"{folder}/{client.Uuid:D}"]).ToJson(), null, cancellationToken);
            sent++;
        }

        return $"{sent} parts sent.";
    }

    /// <exception cref="InvalidDataException">The part is of no job known here.</exception>
    public async Task RunAsync(JobPart part, CancellationToken cancellationToken)
    {
        foreach (var item in part.Items)
        {
            switch (part.Job)
            {
                case ReconcileClients:
                    await reconciler.ReconcileClientAsync(Guid.Parse(item), cancellationToken);
                    break;
                case ReconcileTotals:
                    var (type, date) = StatKeys.Parse(item);
                    await reconciler.ReconcileTotalAsync(type, date, cancellationToken);
                    break;
                case RemoveOld:
                    await retention.RemoveAsync(Guid.Parse(item), cancellationToken);
                    break;
                case Export:
                    var parts = item.Split('/');
                    await exports.WriteAsync(parts[0], Guid.Parse(parts[1]), cancellationToken);
                    break;
                default:
                    throw new InvalidDataException($"There is no job '{part.Job}' that has parts.");
            }
        }
    }

    private async Task<int> SendClientsAsync(string job, CancellationToken cancellationToken)
    {
        var sent = 0;
        await foreach (var part in clients.ListAsync(cancellationToken).Select(client => client.Uuid.ToString("D")).Chunk(ClientsOfPart))
        {
            await queue.SendAsync(JobPart.Of(job, part).ToJson(), null, cancellationToken);
            sent++;
        }

        return sent;
    }
}
