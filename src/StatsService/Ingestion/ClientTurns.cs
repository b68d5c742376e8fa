namespace StatsService.Ingestion;

/// <summary>
/// Lets this instance's writers of one client wait for each other, instead of meeting in conflicts that the storage has to tell
/// them of. Other instances still may: correctness rests on the rows' revisions alone.
/// </summary>
/// <remarks>A client's lock is there only while somebody has it or waits for it, so nothing stays of clients that come once.</remarks>
public sealed class ClientTurns
{
    private readonly Dictionary<Guid, Turn> turns = [];

    /// <summary>Of how many clients somebody is writing.</summary>
    public int Count
    {
        get
        {
            lock (turns)
                return turns.Count;
        }
    }

    /// <summary>Waits until no other writer of the client has the turn; disposing of what is returned ends it.</summary>
    public async Task<IDisposable> EnterAsync(Guid client, CancellationToken cancellationToken)
    {
        Turn turn;
        lock (turns)
        {
            if (!turns.TryGetValue(client, out turn!))
                turns[client] = turn = new Turn(this, client);
            turn.Users++;
        }

        try
        {
            await turn.Lock.WaitAsync(cancellationToken);
            return turn;
        }
        catch
        {
            Leave(turn);
            throw;
        }
    }

    private void Leave(Turn turn)
    {
        lock (turns)
        {
            if (--turn.Users > 0)
                return;
            turns.Remove(turn.Client);
            turn.Lock.Dispose();
        }
    }

    private sealed class Turn(ClientTurns owner, Guid client) : IDisposable
    {
        public Guid Client => client;

        public SemaphoreSlim Lock { get; } = new(1);

        public int Users { get; set; }

        public void Dispose()
        {
            Lock.Release();
            owner.Leave(this);
        }
    }
}
