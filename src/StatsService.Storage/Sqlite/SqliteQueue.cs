using System.Globalization;

namespace StatsService.Storage.Sqlite;

/// <summary>The messages of one queue in the database file.</summary>
/// <param name="name">Without the prefix.</param>
/// <param name="stored">With the prefix, as the messages have it.</param>
internal sealed class SqliteQueue(SqliteStorage engine, string name, string stored) : Queue(engine, name)
{
    private const string Waiting = "SELECT id FROM messages WHERE queue = $0 AND visible_at <= $1 ORDER BY visible_at, id LIMIT 1";

    private const string Receive = """
        UPDATE messages SET visible_at = $2, deliveries = deliveries + 1, receipt = receipt + 1
        WHERE id IN (SELECT id FROM messages WHERE queue = $0 AND visible_at <= $1 ORDER BY visible_at, id LIMIT $3)
        RETURNING id, receipt, text, deliveries
        """;

    public override Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int count, TimeSpan hidden, CancellationToken cancellationToken) => RunAsync<IReadOnlyList<QueueMessage>>(
        "receive",
        // An empty queue is asked again and again, which must cost no write.
        async () => await engine.Readers.ReadAsync(session => session.Value(Waiting, stored, After(TimeSpan.Zero)), cancellationToken) is null
            ? []
            : await engine.Writer.WriteAsync(session => Take(session, count, hidden), cancellationToken),
        cancellationToken);

    public override Task DeleteAsync(QueueMessage message, CancellationToken cancellationToken) => WriteAsync(
        "delete", session => session.Execute("DELETE FROM messages WHERE id = $0 AND receipt = $1", message.Id, message.Receipt), cancellationToken);

    public override Task ReturnAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken) => WriteAsync(
        "return",
        session => session.Execute("UPDATE messages SET visible_at = $2, receipt = receipt + 1 WHERE id = $0 AND receipt = $1", message.Id, message.Receipt, After(delay)),
        cancellationToken);

    public override Task<int> CountAsync(CancellationToken cancellationToken) => RunAsync(
        "count", () => engine.Readers.ReadAsync(session => (int)(long)session.Value("SELECT count(*) FROM messages WHERE queue = $0", stored)!, cancellationToken), cancellationToken);

    public override Task ClearAsync(CancellationToken cancellationToken) => WriteAsync(
        "clear", session => session.Execute("DELETE FROM messages WHERE queue = $0", stored), cancellationToken);

    protected override Task SendOwnAsync(string text, TimeSpan delay, CancellationToken cancellationToken) => WriteAsync(
        "send", session => session.Execute("INSERT INTO messages(queue, text, visible_at, deliveries, receipt) VALUES ($0, $1, $2, 0, 0)", stored, text, After(delay)), cancellationToken);

    /// <summary>Nothing has to be made: all messages lie in one table of the file.</summary>
    protected override Task CreateOwnAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static long After(TimeSpan delay) => (DateTimeOffset.UtcNow + delay).Ticks;

    private Task<int> WriteAsync(string kind, Func<SqliteSession, int> write, CancellationToken cancellationToken) =>
        RunAsync(kind, () => engine.Writer.WriteAsync(write, cancellationToken), cancellationToken);

    private Task<T> RunAsync<T>(string kind, Func<Task<T>> ask, CancellationToken cancellationToken) =>
        engine.Operations.RunAsync(StorageOperations.Queues, new StorageOperation(kind, Name, null), _ => ask(), cancellationToken);

    private List<QueueMessage> Take(SqliteSession session, int count, TimeSpan hidden)
    {
        using var taken = session.Query(Receive, stored, After(TimeSpan.Zero), After(hidden), count);
        var messages = new List<QueueMessage>();
        while (taken.Read())
            messages.Add(new QueueMessage(Spell(taken.GetInt64(0)), Spell(taken.GetInt64(1)), taken.GetString(2), taken.GetInt32(3)));
        return messages;
    }

    private static string Spell(long number) => number.ToString(CultureInfo.InvariantCulture);
}
