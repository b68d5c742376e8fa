namespace StatsService.Storage;

/// <param name="Id">The storage's name for the message.</param>
/// <param name="Receipt">Of this delivery: with an older one, the message can't be deleted or returned.</param>
/// <param name="Deliveries">How often it was received, this time included.</param>
public sealed record QueueMessage(string Id, string Receipt, string Text, int Deliveries);

/// <summary>Messages that are delivered at least once. A message that was received is hidden for a while and comes back unless it is deleted.</summary>
/// <remarks>Beside each queue stands one for the messages that failed too often, as the Functions host has it: <c>&lt;name&gt;-poison</c>.</remarks>
public abstract class Queue(StorageEngine engine, string name)
{
    private TaskCompletionSource sent = NewSignal();

    public string Name => name;

    private Queue Aside => engine.Queue($"{name}-poison");

    /// <param name="delay">For how long nobody receives it; null: not at all.</param>
    public async Task SendAsync(string text, TimeSpan? delay, CancellationToken cancellationToken)
    {
        await SendOwnAsync(text, delay ?? TimeSpan.Zero, cancellationToken);
        sent.TrySetResult();
    }

    /// <param name="count">At most 32.</param>
    /// <param name="hidden">For how long nobody else receives them: a second or more.</param>
    public abstract Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int count, TimeSpan hidden, CancellationToken cancellationToken);

    /// <summary>Waits before a receiver that found nothing asks again: until this process sends a message, or at most for a while, since others send too.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        await sent.Task.WaitAsync(atMost, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Renewed before the receiver asks, so that what is sent from now on either is received or ends the next wait.
        sent = NewSignal();
    }

    /// <summary>A message that is gone already, or was delivered again, is no error.</summary>
    public abstract Task DeleteAsync(QueueMessage message, CancellationToken cancellationToken);

    /// <summary>Lets the message be delivered again after a delay. A message that is gone already, or was delivered again, is no error.</summary>
    public abstract Task ReturnAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>How many messages wait, hidden ones included; the storage may answer approximately.</summary>
    public abstract Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>Drops all messages, but those that were set aside.</summary>
    public abstract Task ClearAsync(CancellationToken cancellationToken);

    /// <summary>Moves the message to those that failed too often.</summary>
    public async Task SetAsideAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        // Sent before it is deleted: at worst it is there twice, never nowhere.
        await Aside.SendAsync(message.Text, delay: null, cancellationToken);
        await DeleteAsync(message, cancellationToken);
    }

    /// <summary>How many messages failed too often and are kept aside.</summary>
    public Task<int> CountSetAsideAsync(CancellationToken cancellationToken) => Aside.CountAsync(cancellationToken);

    /// <summary>Makes the queue and the one beside it where they are missing, which first use does too.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await CreateOwnAsync(cancellationToken);
        await Aside.CreateOwnAsync(cancellationToken);
    }

    /// <summary>Drops all messages, those set aside too.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await ClearAsync(cancellationToken);
        await Aside.ClearAsync(cancellationToken);
    }

    protected abstract Task CreateOwnAsync(CancellationToken cancellationToken);

    protected abstract Task SendOwnAsync(string text, TimeSpan delay, CancellationToken cancellationToken);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
