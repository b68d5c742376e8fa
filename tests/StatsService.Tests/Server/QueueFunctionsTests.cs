using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Storage;
using StatsService.Tests.Azurite;
using StatsService.Tests.Storage.Engines;

namespace StatsService.Tests.Server;

/// <summary>Messages reach their functions as on the real host, on every storage engine.</summary>
public abstract class QueueFunctionsTests(StorageUnderTest storage) : IAsyncLifetime
{
    private readonly Deliveries deliveries = new();
    private readonly CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));

    private CancellationToken Cancellation => patience.Token;

    private StorageEngine Sender { get; } = storage.Open();

    private Queue Work => Sender.Queue("work");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        patience.Dispose();
        return storage.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_delivered_decoded_and_then_gone()
    {
        await using var host = await StartAsync();

        await SendAsync("""{"type":"risk"}""");

        Assert.Equal("""{"type":"risk"}""", await deliveries.Arrived.ReadAsync(Cancellation));
        await Eventually.HoldsAsync(async () => await Work.CountAsync(Cancellation) == 0);
    }

    [Fact]
    public async Task A_message_that_fails_five_times_moves_to_the_poison_queue()
    {
        deliveries.Work = _ => throw new InvalidOperationException("no");
        await using var host = await StartAsync();

        await SendAsync("bad");

        var poison = Sender.Queue("work-poison");
        await Eventually.HoldsAsync(async () => await Work.CountSetAsideAsync(Cancellation) == 1);
        await Eventually.HoldsAsync(async () => await Work.CountAsync(Cancellation) == 0);
        Assert.Equal("bad", Assert.Single(await poison.ReceiveAsync(1, TimeSpan.FromMinutes(1), Cancellation)).Text);
        Assert.Equal(5, deliveries.Count);
    }

    [Fact]
    public async Task A_message_that_succeeds_at_the_second_delivery_is_gone()
    {
        deliveries.Work = _ => deliveries.Count == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        await using var host = await StartAsync();

        await SendAsync("good");

        await Eventually.HoldsAsync(async () => deliveries.Count == 2 && await Work.CountAsync(Cancellation) == 0);
        Assert.Equal(0, await Work.CountSetAsideAsync(Cancellation));
    }

    [Fact]
    public async Task Forty_eight_messages_are_in_work_at_once_and_no_more()
    {
        using var allowed = new SemaphoreSlim(0);
        deliveries.Work = allowed.WaitAsync;
        foreach (var number in Enumerable.Range(1, 80))
            await SendAsync($"{number}");
        await using var host = await StartAsync();

        // The first batch, then a second as soon as only sixteen of it are left.
        await Eventually.HoldsAsync(() => Task.FromResult(deliveries.InWork == 32));
        allowed.Release(16);
        await Eventually.HoldsAsync(() => Task.FromResult(deliveries.InWork == 48));
        allowed.Release(80);
        await Eventually.HoldsAsync(async () => deliveries.Count == 80 && await Work.CountAsync(Cancellation) == 0);
        Assert.Equal(48, deliveries.MostInWork);
    }

    [Fact]
    public async Task A_message_in_work_is_finished_before_the_host_ends()
    {
        using var allowed = new SemaphoreSlim(0);
        deliveries.Work = allowed.WaitAsync;
        await using var host = await StartAsync();
        await SendAsync("last");
        await deliveries.Arrived.ReadAsync(Cancellation);

        var stopping = host.StopAsync();
        Assert.False(stopping.IsCompleted);
        allowed.Release();
        await stopping;

        Assert.Equal(0, await Work.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_queue_can_be_named_by_a_setting()
    {
        await using var host = await StartAsync(typeof(NamedBySetting));

        await SendAsync("hello");

        Assert.Equal("hello", await deliveries.Arrived.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task A_disabled_function_leaves_its_messages_where_they_are()
    {
        await using var host = await Builder(typeof(Worker), typeof(Other)).With("AzureWebJobs.Worker.Disabled", "true").StartAsync();
        await SendAsync("waits");

        await Sender.Queue("other").SendAsync("runs", null, Cancellation);

        Assert.Equal("runs", await deliveries.Arrived.ReadAsync(Cancellation));
        var waiting = Assert.Single(await Work.ReceiveAsync(1, TimeSpan.FromMinutes(1), Cancellation));
        Assert.Equal(("waits", 1), (waiting.Text, waiting.Deliveries));
    }

    private ServerBuilder Builder(params IReadOnlyList<Type> functions) =>
        new ServerBuilder(functions).With("WORK_QUEUE", "work").With(storage.Open()).With(deliveries);

    private Task<RunningServer> StartAsync(Type? function = null) => Builder(function ?? typeof(Worker)).StartAsync();

    private Task SendAsync(string message) => Work.SendAsync(message, null, Cancellation);

    public sealed class Deliveries
    {
        private readonly Channel<string> arrived = Channel.CreateUnbounded<string>();
        private readonly Lock counting = new();

        public ChannelReader<string> Arrived => arrived.Reader;

        public Func<CancellationToken, Task> Work { get; set; } = _ => Task.CompletedTask;

        public int Count { get; private set; }

        public int InWork { get; private set; }

        public int MostInWork { get; private set; }

        public async Task TakeAsync(string message, CancellationToken cancellationToken)
        {
            lock (counting)
            {
                Count++;
                MostInWork = Math.Max(MostInWork, ++InWork);
            }

            arrived.Writer.TryWrite(message);
            try
            {
                await Work(cancellationToken);
            }
            finally
            {
                lock (counting)
                    InWork--;
            }
        }
    }

    public sealed class Worker(Deliveries deliveries)
    {
        [Function("Worker")]
        public Task RunAsync([QueueTrigger("work")] string message, CancellationToken cancellationToken) => deliveries.TakeAsync(message, cancellationToken);
    }

    public sealed class Other(Deliveries deliveries)
    {
        [Function("Other")]
        public Task RunAsync([QueueTrigger("other")] string message, CancellationToken cancellationToken) => deliveries.TakeAsync(message, cancellationToken);
    }

    public sealed class NamedBySetting(Deliveries deliveries)
    {
        [Function("NamedBySetting")]
        public Task RunAsync([QueueTrigger("%WORK_QUEUE%")] string message, CancellationToken cancellationToken) => deliveries.TakeAsync(message, cancellationToken);
    }
}

public sealed class SqliteQueueFunctionsTests() : QueueFunctionsTests(new SqliteUnderTest());

public sealed class AzureQueueFunctionsTests(AzuriteFixture azurite) : QueueFunctionsTests(new AzuriteUnderTest(azurite))
{
    [Fact]
    public async Task Messages_are_delivered_once_the_storage_is_back()
    {
        var folder = Directory.CreateTempSubdirectory("azurite").FullName;
        await using (var outage = new AzuriteProcess(folder))
        {
            await outage.StartAsync();
            await outage.StopAsync();
            var deliveries = new Deliveries();
            await using var host = await new ServerBuilder(typeof(Worker)).With("AzureWebJobsStorage", outage.ConnectionString).With(deliveries).StartAsync();

            await outage.StartAsync();
            await host.Services.GetRequiredService<StorageEngine>().Queue("work").SendAsync("after the outage", null, TestContext.Current.CancellationToken);

            Assert.Equal("after the outage", await deliveries.Arrived.ReadAsync(TestContext.Current.CancellationToken));
        }

        Directory.Delete(folder, recursive: true);
    }
}
