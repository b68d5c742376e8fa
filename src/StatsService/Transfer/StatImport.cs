using StatsService.Clients;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Transfer;

/// <summary>Makes the clients that are missing, and stores the stats that are not there yet, in batches by client.</summary>
/// <remarks>Nothing that is there is changed, so an import that was interrupted is completed by the same one.</remarks>
public sealed class StatImport(ClientStore clients, StatIngestion ingestion)
{
    /// <param name="progress">Reported after each batch.</param>
    public async Task<ImportReport> ImportAsync(
        IAsyncEnumerable<TransferRecord> records, IProgress<ImportReport>? progress, CancellationToken cancellationToken)
    {
        var run = new Run(clients, ingestion, progress);
        await foreach (var record in records.WithCancellation(cancellationToken))
            await run.AddAsync(record, cancellationToken);
        await run.FlushAllAsync(cancellationToken);
        return run.Report;
    }

    private sealed class Run(ClientStore clients, StatIngestion ingestion, IProgress<ImportReport>? progress)
    {
        private const int MaxNotices = 50;
        private const int MaxBatchStats = 1_000;
        private const int MaxBatchBytes = 8 * 1024 * 1024;
        private const long MaxBytes = 64 * 1024 * 1024;

        private readonly Dictionary<string, Guid> known = [];
        private readonly Dictionary<Guid, Batch> batches = [];

        public ImportReport Report { get; private set; } = new();

        public async Task AddAsync(TransferRecord record, CancellationToken cancellationToken)
        {
            switch (record)
            {
                case ClientRecord client:
                    await AddAsync(client, cancellationToken);
                    break;
                case StatRecord stat when known.TryGetValue(stat.Client, out var client):
                    await AddAsync(client, stat.Stat, cancellationToken);
                    break;
                case StatRecord stat:
                    Reject(stat.Where, "its client is not in what was read before it");
                    break;
                case UnreadableRecord unreadable:
                    Reject(unreadable.Where, unreadable.Reason);
                    break;
            }
        }

        public async Task FlushAllAsync(CancellationToken cancellationToken)
        {
            foreach (var (client, batch) in batches)
                await FlushAsync(client, batch, cancellationToken);
        }

        private async Task AddAsync(ClientRecord record, CancellationToken cancellationToken)
        {
            var (reference, client, token) = record;
            if (await clients.FindByUuidAsync(client.Uuid, cancellationToken) is { } same)
            {
                Know(same, null);
            }
            else if (await clients.FindByNameAsync(client.Name, cancellationToken) is { } namesake)
            {
                Know(namesake, $"A client '{client.Name}' exists with another UUID: the statistics are added to it; it keeps its own key and settings.");
            }
            else if (token is { } key && await clients.FindByTokenAsync(key, cancellationToken) is { } holder)
            {
                Know(holder, $"The key of '{client.Name}' is that of the client '{holder.Name}': the statistics are added to that one.");
            }
            else if (await clients.AddAsync(client, token ?? TokenHash.Of(TokenHash.NewToken()), cancellationToken))
            {
                known[reference] = client.Uuid;
                Report = Report with { ClientsMade = Report.ClientsMade + 1 };
                if (token is null)
                    Notice($"The client '{client.Name}' has no key in the file: give it one with 'client rotate-token'.");
            }
            else
            {
                Reject($"client '{client.Name}'", "another client of this name or key was made meanwhile");
            }

            void Know(Client existing, string? notice)
            {
                known[reference] = existing.Uuid;
                Report = Report with { ClientsKnown = Report.ClientsKnown + 1 };
                if (notice is not null)
                    Notice(notice);
            }
        }

        private async Task AddAsync(Guid client, Stat stat, CancellationToken cancellationToken)
        {
            if (!batches.TryGetValue(client, out var batch))
                batches[client] = batch = new Batch();
            batch.Stats.Add(stat);
            batch.Bytes += stat.Data.Length;
            if (batch.Stats.Count >= MaxBatchStats || batch.Bytes >= MaxBatchBytes)
                await FlushAsync(client, batch, cancellationToken);
            else if (batches.Values.Sum(other => other.Bytes) >= MaxBytes)
                await FlushAllAsync(cancellationToken);
        }

        private async Task FlushAsync(Guid client, Batch batch, CancellationToken cancellationToken)
        {
            try
            {
                await StoreAsync(client, batch.Stats, cancellationToken);
            }
            catch (PayloadTooLargeException)
            {
                // Nothing of the batch is stored: all but those that are too large shall be.
                foreach (var stat in batch.Stats)
                    await StoreAloneAsync(client, stat, cancellationToken);
            }

            batch.Stats.Clear();
            batch.Bytes = 0;
            progress?.Report(Report);
        }

        private async Task StoreAloneAsync(Guid client, Stat stat, CancellationToken cancellationToken)
        {
            try
            {
                await StoreAsync(client, [stat], cancellationToken);
            }
            catch (PayloadTooLargeException exception)
            {
                Reject($"stat {stat.Uuid}", exception.Message);
            }
        }

        private async Task StoreAsync(Guid client, IReadOnlyList<Stat> stats, CancellationToken cancellationToken)
        {
            var stored = await ingestion.AddAsync(client, StatBatch.OfNamed(stats), cancellationToken);
            Report = Report with { StatsStored = Report.StatsStored + stored.Count, StatsKnown = Report.StatsKnown + stats.Count - stored.Count };
        }

        private void Reject(string where, string reason)
        {
            Report = Report with { Unreadable = Report.Unreadable + 1 };
            Notice($"Not imported, {where}: {reason.TrimEnd('.')}.");
        }

        private void Notice(string sentence)
        {
            if (Report.Notices.Count < MaxNotices)
                Report = Report with { Notices = [.. Report.Notices, sentence] };
        }

        private sealed class Batch
        {
            public List<Stat> Stats { get; } = [];

            public long Bytes { get; set; }
        }
    }
}
