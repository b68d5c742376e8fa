using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StatsService.Functions.Http.Contract;

/// <summary>Bounds how many keys an address can try in a minute, on this instance.</summary>
/// <remarks>
/// Only failures count, so that any number of clients may share an address. Calls that are on their way when the limit is
/// reached are still answered.
/// </remarks>
public sealed partial class FailedKeyLimit : IDisposable
{
    /// <summary>Addresses share so many counters, whoever tries how many of them; which share one is another at every start.</summary>
    private const int Counters = 16 * 1024;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly PartitionedRateLimiter<IPAddress>? limiter;
    private readonly Counter<long> failed;
    private readonly ILogger<FailedKeyLimit> logger;

    public FailedKeyLimit(IOptions<AccessOptions> options, Meter meter, ILogger<FailedKeyLimit> logger)
    {
        this.logger = logger;
        failed = meter.CreateCounter<long>("stats_failed_keys", description: "Calls with a wrong key; those that were not even looked up are tagged so.");
        var limit = options.Value.FailedKeysPerMinute;
        if (limit > 0)
        {
            limiter = PartitionedRateLimiter.Create<IPAddress, int>(address => RateLimitPartition.GetFixedWindowLimiter(
                CounterOf(address), _ => new FixedWindowRateLimiterOptions { PermitLimit = limit, Window = Window }));
        }
    }

    /// <returns>How long the address has to wait until a key that is not known is looked up again; null: it need not.</returns>
    public TimeSpan? Refuses(IPAddress address)
    {
        if (Exceeded(address) is not { } wait)
            return null;
        failed.Add(1, new KeyValuePair<string, object?>("looked_up", false));
        return wait;
    }

    public void Count(IPAddress address)
    {
        failed.Add(1, new KeyValuePair<string, object?>("looked_up", true));
        limiter?.AttemptAcquire(address).Dispose();
        if (Exceeded(address) is not null)
            LogRefused(logger, address);
    }

    public void Dispose() => limiter?.Dispose();

    private TimeSpan? Exceeded(IPAddress address)
    {
        using var lease = limiter?.AttemptAcquire(address, permitCount: 0);
        if (lease is null or { IsAcquired: true })
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
    }

    /// <summary>An IPv6 network of 64 bits is one customer's, so it counts as one address.</summary>
    private static int CounterOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var place = address.AddressFamily == AddressFamily.InterNetwork ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return HashCode.Combine(place) & (Counters - 1);
    }

    [LoggerMessage(LogLevel.Warning, "{Address} sends wrong keys: for the rest of the minute only keys that are known already are let through from there.")]
    private static partial void LogRefused(ILogger logger, IPAddress address);
}
