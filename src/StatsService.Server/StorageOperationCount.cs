using System.Globalization;
using System.Runtime.CompilerServices;
using StatsService.Storage;

namespace StatsService.Server;

/// <summary>
/// Where <see cref="ServerOptions.CountStorageOperations"/> is set, answers say in the header <c>X-Storage-Operations</c> how many
/// storage operations they took, repetitions included: for benchmarks.
/// </summary>
internal sealed class StorageOperationCount : StorageInterceptor
{
    private const string Header = "X-Storage-Operations";
    private static readonly AsyncLocal<StrongBox<int>?> Count = new();

    public static void AddTo(WebApplicationBuilder builder)
    {
        if (builder.Configuration.Get<ServerOptions>()!.CountStorageOperations)
            builder.Services.AddSingleton<StorageInterceptor, StorageOperationCount>();
    }

    public static void UseIn(WebApplication app)
    {
        if (!app.Configuration.Get<ServerOptions>()!.CountStorageOperations)
            return;
        app.Use((context, next) =>
        {
            var count = Count.Value = new StrongBox<int>();
            context.Response.OnStarting(() =>
            {
                context.Response.Headers[Header] = Volatile.Read(ref count.Value).ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    public override ValueTask BeforeAsync(StorageOperation operation, CancellationToken cancellationToken)
    {
        if (Count.Value is { } count)
            Interlocked.Increment(ref count.Value);
        return ValueTask.CompletedTask;
    }
}
