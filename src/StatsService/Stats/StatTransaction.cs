using StatsService.Tallies;
using Azure;
using Azure.Data.Tables;

namespace StatsService.Stats;

/// <summary>One transaction of a client's partition: whole sheets, with the guards, marks, latest map and outbox row that belong to them.</summary>
/// <remarks>
/// The guards come first: behind a failure whose own first try had succeeded unseen, they are what fails, and they
/// say whose write it was.
/// </remarks>
internal sealed class StatTransaction
{
    private const int MaxEntities = 100;

    // Of the 4 MiB that a request may have; bytes travel as Base64, and every entity has some text around it.
    private const int MaxBytes = 3_600_000;
    private const int BytesAroundEntity = 700;

    private readonly List<TableTransactionAction> actions = [];
    private readonly Dictionary<(StatType Type, DateOnly Date), int> marks = [];
    private int latestIndex = -1;

    private StatTransaction(Guid client, IReadOnlyList<PackedSheet> sheets, LatestMap latest)
    {
        Client = client;
        Sheets = sheets;
        Latest = latest;
    }

    public const string GuardedSheet = "Sheet";
    public const string OutboxSheets = "Sheets";
    public const char OutboxSeparator = '\n';

    public Guid Client { get; }

    public IReadOnlyList<PackedSheet> Sheets { get; }

    /// <summary>The latest map as it is once the transaction is through.</summary>
    public LatestMap Latest { get; private set; }

    public IReadOnlyList<TableTransactionAction> Actions => actions;

    /// <summary>As many of the sheets, from the first on, as fit.</summary>
    /// <param name="outboxKey">Null: nothing is forwarded.</param>
    public static StatTransaction Create(Guid client, IReadOnlyList<PackedSheet> sheets, LatestMap latest, string? outboxKey)
    {
        var entities = 2;
        var bytes = latest.EstimatedBytes;
        var count = 0;
        var days = new HashSet<(StatType, DateOnly)>();
        foreach (var (sheet, stats) in sheets)
        {
            days.Add((sheet.Type, sheet.Date));
            entities += 1 + stats.Count;
            bytes += (sheet.Compressed.Length * 4L / 3) + ((stats.Count + 2) * BytesAroundEntity);
            if (count > 0 && (entities + days.Count > MaxEntities || bytes > MaxBytes))
                break;
            count++;
        }

        PackedSheet[] taken = [.. sheets.Take(count)];
        var transaction = new StatTransaction(client, taken, latest.With(taken.Select(packed => packed.Sheet)));
        transaction.Fill(outboxKey);
        return transaction;
    }

    public bool FailedAtLatest(TableTransactionFailedException exception) => exception.FailedTransactionActionIndex == latestIndex;

    /// <summary>Takes over the ETags under which the rows were written.</summary>
    public IReadOnlyList<ChangedDay> Complete(IReadOnlyList<Response> responses)
    {
        Latest = Latest.WrittenAs(responses[latestIndex].Headers.ETag);
        return [.. marks.Select(mark => new ChangedDay(Client, mark.Key.Type, mark.Key.Date, responses[mark.Value].Headers.ETag?.ToString("H") ?? ""))];
    }

    private void Fill(string? outboxKey)
    {
        var partition = StatKeys.Partition(Client);
        foreach (var (sheet, stats) in Sheets)
        {
            foreach (var stat in stats)
                Add(new TableEntity(partition, StatKeys.Guard(stat.Uuid)) { [GuardedSheet] = sheet.Key });
        }

        foreach (var (sheet, _) in Sheets)
            Add(SheetRow.ToEntity(Client, sheet));
        latestIndex = actions.Count;
        actions.Add(Latest.ToAction());
        foreach (var day in Sheets.Select(packed => (packed.Sheet.Type, packed.Sheet.Date)).Where(day => day.Type.HasTallies()).Distinct())
        {
            marks[day] = actions.Count;
            actions.Add(MarkAction(Client, day.Type, day.Date));
        }

        if (outboxKey is not null)
            Add(new TableEntity(partition, outboxKey) { [OutboxSheets] = string.Join(OutboxSeparator, Sheets.Select(packed => packed.Sheet.Key)) });

        void Add(TableEntity entity) => actions.Add(new TableTransactionAction(TableTransactionActionType.Add, entity));
    }

    /// <summary>Marks a day as changed; the mark's ETag tells this change from earlier ones.</summary>
    public static TableTransactionAction MarkAction(Guid client, StatType type, DateOnly date) =>
        new(TableTransactionActionType.UpsertReplace, new TableEntity(StatKeys.Partition(client), StatKeys.Dirty(type, date)));
}
