using StatsService.Storage;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>Messages are delivered at least once, on every engine.</summary>
public abstract class QueueTests(StorageUnderTest storage) : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private readonly StorageWatch watch = new();
    private Queue queue = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        queue = storage.Open(watch).Queue("work");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task A_queue_that_was_never_used_is_empty()
    {
        Assert.Empty(await queue.ReceiveAsync(32, Long, Cancellation));
        Assert.Equal(0, await queue.CountAsync(Cancellation));
        Assert.Equal(0, await queue.CountSetAsideAsync(Cancellation));
        await queue.EmptyAsync(Cancellation);
    }

    [Fact]
    public async Task A_message_comes_as_it_was_sent_and_is_hidden_from_others()
    {
        const string text = """{"type":"risk","name":"Zoë <&> 日本"}""";
        await queue.SendAsync(text, null, Cancellation);

        var message = Assert.Single(await queue.ReceiveAsync(32, Long, Cancellation));

        Assert.Equal((text, 1), (message.Text, message.Deliveries));
        Assert.Empty(await storage.Open().Queue("work").ReceiveAsync(32, Long, Cancellation));
        Assert.Equal(1, await queue.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_deleted_message_is_gone_and_deleting_it_again_is_no_error()
    {
        await queue.SendAsync("text", null, Cancellation);
        var message = Assert.Single(await queue.ReceiveAsync(1, Long, Cancellation));

        await queue.DeleteAsync(message, Cancellation);
        await queue.DeleteAsync(message, Cancellation);
        await queue.ReturnAsync(message, TimeSpan.Zero, Cancellation);

        Assert.Equal(0, await queue.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_returned_message_comes_again_and_counts_its_deliveries()
    {
        await queue.SendAsync("text", null, Cancellation);
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            var message = Assert.Single(await queue.ReceiveAsync(1, Long, Cancellation));
            Assert.Equal(("text", delivery), (message.Text, message.Deliveries));
            await queue.ReturnAsync(message, TimeSpan.Zero, Cancellation);
        }
    }

    [Fact]
    public async Task A_message_that_is_not_deleted_in_time_comes_again_and_its_first_receiver_has_no_say_any_more()
    {
        await queue.SendAsync("text", null, Cancellation);
        var first = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Cancellation));
        IReadOnlyList<QueueMessage> second = [];
        await Eventually.HoldsAsync(async () => (second = await queue.ReceiveAsync(1, Long, Cancellation)).Count == 1);

        await queue.DeleteAsync(first, Cancellation);
        await queue.ReturnAsync(first, TimeSpan.Zero, Cancellation);

        Assert.Equal(2, second[0].Deliveries);
        Assert.Equal(1, await queue.CountAsync(Cancellation));
        Assert.Empty(await queue.ReceiveAsync(1, Long, Cancellation));
        await queue.DeleteAsync(second[0], Cancellation);
        Assert.Equal(0, await queue.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_delayed_message_waits()
    {
        await queue.SendAsync("later", TimeSpan.FromSeconds(1), Cancellation);

        Assert.Empty(await queue.ReceiveAsync(1, Long, Cancellation));
        Assert.Equal(1, await queue.CountAsync(Cancellation));
        await Eventually.HoldsAsync(async () => (await queue.ReceiveAsync(1, Long, Cancellation)).Count == 1);
    }

    [Fact]
    public async Task Forty_messages_come_once_each_to_four_receivers()
    {
        for (var number = 0; number < 40; number++)
            await queue.SendAsync($"{number}", null, Cancellation);

        var received = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var own = storage.Open().Queue("work");
            var texts = new List<string>();
            while (await own.ReceiveAsync(7, Long, Cancellation) is { Count: > 0 } messages)
                texts.AddRange(messages.Select(message => message.Text));
            return texts;
        })));

        Assert.Equal(Enumerable.Range(0, 40).Select(number => $"{number}").Order(), received.SelectMany(texts => texts).Order());
    }

    [Fact]
    public async Task What_is_set_aside_is_kept_and_counted()
    {
        for (var number = 0; number < 40; number++)
            await queue.SendAsync($"{number}", null, Cancellation);
        while (await queue.ReceiveAsync(32, Long, Cancellation) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
                await queue.SetAsideAsync(message, Cancellation);
        }

        Assert.Equal((0, 40), (await queue.CountAsync(Cancellation), await queue.CountSetAsideAsync(Cancellation)));
    }

    [Fact]
    public async Task Emptying_drops_what_waits_and_what_is_set_aside()
    {
        await queue.SendAsync("aside", null, Cancellation);
        await queue.SetAsideAsync(Assert.Single(await queue.ReceiveAsync(1, Long, Cancellation)), Cancellation);
        await queue.SendAsync("waits", null, Cancellation);

        await queue.EmptyAsync(Cancellation);

        Assert.Equal((0, 0), (await queue.CountAsync(Cancellation), await queue.CountSetAsideAsync(Cancellation)));
    }

    [Fact]
    public async Task Queues_keep_apart()
    {
        await queue.SendAsync("text", null, Cancellation);

        Assert.Empty(await storage.Open().Queue("other").ReceiveAsync(1, Long, Cancellation));
    }

    [Fact]
    public async Task A_receiver_that_waits_is_woken_by_a_message_of_its_own_process()
    {
        Assert.Empty(await queue.ReceiveAsync(1, Long, Cancellation));
        var waiting = queue.WaitAsync(Long, Cancellation);
        Assert.False(waiting.IsCompleted);

        await queue.SendAsync("text", null, Cancellation);

        await waiting;
        Assert.Single(await queue.ReceiveAsync(1, Long, Cancellation));
    }

    [Fact]
    public async Task A_message_that_was_sent_before_the_receiver_waits_is_not_slept_over()
    {
        Assert.Empty(await queue.ReceiveAsync(1, Long, Cancellation));
        await queue.SendAsync("text", null, Cancellation);

        await queue.WaitAsync(Long, Cancellation);

        Assert.Single(await queue.ReceiveAsync(1, Long, Cancellation));
    }

    [Fact]
    public async Task Each_call_is_one_operation()
    {
        await queue.CreateAsync(Cancellation);
        watch.Clear();

        await queue.SendAsync("text", null, Cancellation);
        var message = Assert.Single(await queue.ReceiveAsync(1, Long, Cancellation));
        await queue.ReturnAsync(message, TimeSpan.Zero, Cancellation);
        await queue.DeleteAsync(message, Cancellation);

        Assert.Equal(["send", "receive", "return", "delete"], watch.Seen.Select(operation => operation.Kind));
        Assert.All(watch.Seen, operation => Assert.Equal("work", operation.Store));
    }
}

public sealed class AzureQueueTests(AzuriteFixture azurite) : QueueTests(new AzuriteUnderTest(azurite));

public sealed class SqliteQueueTests() : QueueTests(new SqliteUnderTest());
