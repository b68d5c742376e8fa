using StatsService.Storage;

namespace StatsService.Simulation;

internal sealed class MemoryMessages
{
    public List<MemoryMessage> Waiting { get; } = [];

    public List<string> SetAside { get; } = [];
}

internal sealed class MemoryMessage(string text)
{
    public string Id { get; } = Guid.NewGuid().ToString();

    public string Text => text;

    public string Receipt { get; set; } = "";

    public int Deliveries { get; set; }

    public DateTimeOffset HiddenUntil { get; set; }
}

internal sealed class MemoryQueue(string name, MemoryMessages messages, MemoryStorage storage) : Queue(storage, name)
{
    protected override Task SendOwnAsync(string text, TimeSpan delay, CancellationToken cancellationToken) =>
        RunAsync("send", () => messages.Waiting.Add(new MemoryMessage(text) { HiddenUntil = Now + delay }), cancellationToken);

    public override Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int count, TimeSpan hidden, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<QueueMessage>>("receive", () => [.. messages.Waiting.Where(message => message.HiddenUntil <= Now).Take(count).Select(message => Receive(message, hidden))], cancellationToken);

    public override Task DeleteAsync(QueueMessage message, CancellationToken cancellationToken) =>
        RunAsync("delete", () => messages.Waiting.RemoveAll(waiting => waiting.Id == message.Id && waiting.Receipt == message.Receipt), cancellationToken);

    public override Task ReturnAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        RunAsync("return", () => messages.Waiting.Where(waiting => waiting.Id == message.Id).ToList().ForEach(waiting => waiting.HiddenUntil = Now + delay), cancellationToken);

    public override Task<int> CountAsync(CancellationToken cancellationToken) => RunAsync("count", () => messages.Waiting.Count, cancellationToken);

    public override Task ClearAsync(CancellationToken cancellationToken) => RunAsync("clear", messages.Waiting.Clear, cancellationToken);

    protected override Task CreateOwnAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private DateTimeOffset Now => storage.Memory.Time.GetUtcNow();

    private QueueMessage Receive(MemoryMessage message, TimeSpan hidden)
    {
        (message.Receipt, message.HiddenUntil) = (Guid.NewGuid().ToString(), Now + hidden);
        return new QueueMessage(message.Id, message.Receipt, message.Text, ++message.Deliveries);
    }

    private Task RunAsync(string kind, Action work, CancellationToken cancellationToken) => RunAsync<object?>(
        kind,
        () =>
        {
            work();
            return null;
        },
        cancellationToken);

    private Task<T> RunAsync<T>(string kind, Func<T> work, CancellationToken cancellationToken) => storage.RunAsync(
        new StorageOperation(kind, Name, null),
        () =>
        {
            lock (messages)
                return work();
        },
        cancellationToken);
}
