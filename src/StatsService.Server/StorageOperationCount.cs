using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using StatsService.Storage;

namespace StatsService.Server;

/// <summary>
/// Where <see cref="ServerOptions.CountStorageOperations"/> is set, answers say in the header <c>X-Storage-Operations</c> how many
/// storage operations they took, repetitions included, and in <c>X-All-Storage-Operations</c> how many of each kind the instance
/// took since it was started, and how many of them met a conflict. <c>X-Allocated-Bytes</c> is how much managed memory the instance
/// allocated since it was started. For benchmarks.
/// </summary>
internal sealed class StorageOperationCount : StorageInterceptor, IDisposable
{
    private const string Header = "X-Storage-Operations";
    private const string AllHeader = "X-All-Storage-Operations";
    private const string AllocatedHeader = "X-Allocated-Bytes";
    private const string Conflicts = "conflicts";
    private static readonly AsyncLocal<StrongBox<int>?> Count = new();

    private readonly ConcurrentDictionary<string, long> all = new();
    private readonly MeterListener listener = new();

    public StorageOperationCount()
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "stats_storage_operations")
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (var (name, value) in tags)
            {
                if (name == "status" && value is "409" or "412")
                    all.AddOrUpdate(Conflicts, count, (_, sum) => sum + count);
            }
        });
        listener.Start();
    }

    public static void AddTo(WebApplicationBuilder builder)
    {
        if (builder.Configuration.Get<ServerOptions>()!.CountStorageOperations)
            builder.Services.AddSingleton<StorageInterceptor, StorageOperationCount>();
    }

    public static void UseIn(WebApplication app)
    {
        if (!app.Configuration.Get<ServerOptions>()!.CountStorageOperations)
            return;
        var counted = app.Services.GetServices<StorageInterceptor>().OfType<StorageOperationCount>().Single();
        app.Use((context, next) =>
        {
            var count = Count.Value = new StrongBox<int>();
            context.Response.OnStarting(() =>
            {
                context.Response.Headers[Header] = Volatile.Read(ref count.Value).ToString(CultureInfo.InvariantCulture);
                context.Response.Headers[AllHeader] = string.Join(", ", counted.all.Select(kind => $"{kind.Key}={kind.Value}"));
                context.Response.Headers[AllocatedHeader] = GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    public override ValueTask BeforeAsync(StorageOperation operation, CancellationToken cancellationToken)
    {
        all.AddOrUpdate($"{operation.Kind} {operation.Store}", 1, (_, sum) => sum + 1);
        if (Count.Value is { } count)
            Interlocked.Increment(ref count.Value);
        return ValueTask.CompletedTask;
    }

    public void Dispose() => listener.Dispose();
}
