using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StatsService.Functions.Http.Edge;

/// <summary>
/// Slows down who tries keys: of one address the first 30 wrong keys in a minute (<see cref="AccessOptions.FailedKeysPerMinute"/>) are answered at once, and each
/// further one waits for its turn. Right keys never come here, so clients that share the address don't notice.
/// </summary>
/// <remarks>Few calls wait at once. Where there is no place to wait, a wrong key is answered at once: it costs one storage operation, as any other.</remarks>
public sealed partial class WrongKeys : IDisposable
{
    /// <summary>All addresses share this many counters, so that memory stays bounded; which addresses share one is another at every start.</summary>
    private const int Counters = 16 * 1024;

    /// <summary>Calls that wait at once: of one counter, and of all together.</summary>
    private const int WaitingOfOne = 4;
    private const int WaitingOfAll = 256;

    private readonly ConcurrencyLimiter places = new(new ConcurrencyLimiterOptions { PermitLimit = WaitingOfAll });
    private readonly PartitionedRateLimiter<IPAddress>? turns;
    private readonly Counter<long> failed;
    private readonly ILogger<WrongKeys> logger;

    public WrongKeys(IOptions<AccessOptions> options, Meter meter, ILogger<WrongKeys> logger)
    {
        this.logger = logger;
        failed = meter.CreateCounter<long>("stats_failed_keys", description: "Calls with a wrong key.");
        var atOnce = options.Value.FailedKeysPerMinute;
        if (atOnce == 0)
            return;
        turns = PartitionedRateLimiter.Create<IPAddress, int>(address => RateLimitPartition.GetTokenBucketLimiter(
            CounterOf(address),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = atOnce,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) / atOnce,
                QueueLimit = WaitingOfOne,
            }));
    }

    /// <summary>Counts a wrong key, and returns when it may be answered.</summary>
    public async Task WaitAsync(IPAddress address, CancellationToken cancellationToken)
    {
        failed.Add(1);
        if (turns is null)
            return;
        using var place = places.AttemptAcquire();
        using var turn = turns.AttemptAcquire(address);
        if (turn.IsAcquired || !place.IsAcquired)
            return;
        using var later = await turns.AcquireAsync(address, 1, cancellationToken);
        // Only those that had their turn, of which there are as many a minute as are answered at once: a flood must not fill the log.
        if (later.IsAcquired)
            Log.SlowedDown(logger, address);
    }

    public void Dispose()
    {
        places.Dispose();
        turns?.Dispose();
    }

    /// <summary>An IPv6 network of 64 bits is one customer's, so it counts as one address.</summary>
    private static int CounterOf(IPAddress address)
    {
        var bytes = address.IsIPv4MappedToIPv6 ? address.MapToIPv4().GetAddressBytes() : address.GetAddressBytes();
        var network = bytes.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return HashCode.Combine(network) & (Counters - 1);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Address} sends wrong keys: further ones are answered slowly. Right keys from there are answered at once.")]
        public static partial void SlowedDown(ILogger logger, IPAddress address);
    }
}
