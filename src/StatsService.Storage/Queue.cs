namespace StatsService.Storage;

/// <param name="Id">The storage's name for the message.</param>
/// <param name="Receipt">Of this delivery: with an older one, the message can't be deleted or returned.</param>
/// <param name="Deliveries">How often it was received, this time included.</param>
public sealed record QueueMessage(string Id, string Receipt, string Text, int Deliveries);

/// <summary>Messages that are delivered at least once. A message that was received is hidden for a while and comes back unless it is deleted.</summary>
/// <remarks>Beside each queue stands one for the messages that failed too often, as the Functions host has it: <c>&lt;name&gt;-poison</c>.</remarks>
public abstract class Queue
{
    public abstract string Name { get; }

    /// <param name="delay">For how long nobody receives it; null: not at all.</param>
    public abstract Task SendAsync(string text, TimeSpan? delay, CancellationToken cancellationToken);

    /// <param name="count">At most 32.</param>
    /// <param name="hidden">For how long nobody else receives them.</param>
    public abstract Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int count, TimeSpan hidden, CancellationToken cancellationToken);

    /// <summary>A message that is gone already, or was delivered again, is no error.</summary>
    public abstract Task DeleteAsync(QueueMessage message, CancellationToken cancellationToken);

    /// <summary>Lets the message be delivered again after a delay. A message that is gone already is no error.</summary>
    public abstract Task ReturnAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Moves the message to those that failed too often.</summary>
    public abstract Task SetAsideAsync(QueueMessage message, CancellationToken cancellationToken);

    /// <summary>How many messages wait, hidden ones included; the storage may answer approximately.</summary>
    public abstract Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>How many messages failed too often and are kept aside.</summary>
    public abstract Task<int> CountSetAsideAsync(CancellationToken cancellationToken);

    /// <summary>Sends what was set aside again.</summary>
    /// <returns>How many messages.</returns>
    public abstract Task<int> RetrySetAsideAsync(CancellationToken cancellationToken);

    public abstract Task DiscardSetAsideAsync(CancellationToken cancellationToken);

    /// <summary>Makes the queue where it is missing.</summary>
    public abstract Task CreateAsync(CancellationToken cancellationToken);

    /// <summary>Drops all messages, those set aside too.</summary>
    public abstract Task EmptyAsync(CancellationToken cancellationToken);
}
