using System.Buffers;
using StatsService.Queries;
using StatsService.Stats;

namespace StatsService.Forwarding;

/// <param name="Done">How many of the stats, counted from the first, are acknowledged or refused for good.</param>
/// <param name="Ending">The answer after which the rest was not sent; null: all were, or there was no time left.</param>
internal sealed record DeliveryResult(int Done, IReadOnlyList<RefusedStat> Refused, RemoteAnswer? Ending)
{
    public int Sent => Done - Refused.Count;
}

/// <summary>Sends stats to a remote instance in bodies that it takes, and finds those that it refuses.</summary>
internal sealed class Delivery(RemoteStats client, RemoteInstance remote, TimeProvider time)
{
    public const int MaxBodyBytes = 8 * 1024 * 1024;

    // What proved too large once is not tried again.
    private long maxBytes = MaxBodyBytes;

    public static long BytesOf(SelectedStat stat) => stat.Entry.Length + StatJson.MaxBytesAround;

    /// <param name="stats">In the order in which they are sent.</param>
    /// <param name="cancellationToken">Ends the delivery between two answers, or before the next one; that is no error.</param>
    public async Task<DeliveryResult> SendAsync(IReadOnlyList<SelectedStat> stats, CancellationToken cancellationToken)
    {
        var refused = new List<RefusedStat>();
        var done = 0;
        var pending = new Stack<ArraySegment<SelectedStat>>([stats.ToArray()]);
        while (pending.TryPop(out var part) && part.Count > 0)
        {
            var bytes = part.Sum(BytesOf);
            if (part.Count > 1 && bytes > maxBytes)
            {
                Halve(part);
                continue;
            }

            if (await PostAsync(part, bytes, cancellationToken) is not { } answer)
                return new DeliveryResult(done, refused, Ending: null);
            switch (answer.Verdict)
            {
                case RemoteVerdict.Accepted:
                    done += part.Count;
                    break;
                case RemoteVerdict.TooLarge or RemoteVerdict.Refused when part.Count > 1:
                    if (answer.Verdict == RemoteVerdict.TooLarge)
                        maxBytes = bytes / 2;
                    Halve(part);
                    break;
                case RemoteVerdict.TooLarge or RemoteVerdict.Refused:
                    var (sheet, stat) = (part[0].Sheet, part[0].Entry);
                    refused.Add(new RefusedStat(stat.Uuid, sheet.Type, sheet.Date, stat.Anr, answer.Reason, time.GetUtcNow()));
                    done++;
                    break;
                default:
                    return new DeliveryResult(done, refused, answer);
            }
        }

        return new DeliveryResult(done, refused, Ending: null);

        void Halve(ArraySegment<SelectedStat> part)
        {
            pending.Push(part[(part.Count / 2)..]);
            pending.Push(part[..(part.Count / 2)]);
        }
    }

    private async Task<RemoteAnswer?> PostAsync(ArraySegment<SelectedStat> part, long bytes, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>((int)bytes);
        foreach (var stat in SheetTexts.Read(part))
        {
            body.Write(body.WrittenCount == 0 ? "["u8 : ","u8);
            StatJson.Write(body, stat);
        }

        body.Write("]"u8);
        try
        {
            return await client.PostAsync(remote, body.WrittenMemory, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
