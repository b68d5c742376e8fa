using System.Net;
using System.Text;
using Azure.Data.Tables;
using StatsService.Storage;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>Whatever an account answers that is not its protocol is told as unavailable, and what was lost is made again.</summary>
public sealed class AzureFailureTests : IAsyncLifetime
{
    private readonly AzuriteUnderTest storage;
    private readonly Table table;
    private readonly Queue queue;

    public AzureFailureTests(AzuriteFixture azurite)
    {
        storage = new AzuriteUnderTest(azurite);
        var engine = storage.Open();
        table = engine.Table("Rows");
        queue = engine.Queue("messages");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await table.WriteAsync(new RowChanges("p").Add(new Row("k")), Cancellation);
        await queue.CreateAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Theory]
    [InlineData(400, "InvalidHeaderValue")]
    [InlineData(400, null)]
    [InlineData(401, null)]
    [InlineData(403, "AuthenticationFailed")]
    [InlineData(404, null)]
    [InlineData(404, "AccountNotFound")]
    [InlineData(405, null)]
    [InlineData(408, null)]
    [InlineData(409, null)]
    [InlineData(409, "AccountBeingCreated")]
    [InlineData(409, "TableBeingDeleted")]
    [InlineData(409, "QueueBeingDeleted")]
    [InlineData(412, null)]
    [InlineData(412, "ConditionNotMet")]
    [InlineData(413, null)]
    [InlineData(429, null)]
    [InlineData(500, "InternalError")]
    [InlineData(502, null)]
    [InlineData(503, "ServerBusy")]
    [InlineData(504, null)]
    public Task A_status_that_is_no_answer_of_the_protocol_is_unavailable(int status, string? code) =>
        UnavailableAsync(request => Failed(request, status, code));

    [Fact]
    public Task A_page_of_a_proxy_in_the_way_is_unavailable() =>
        UnavailableAsync(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<!doctype html><html><title>Log in to the network<p>Wi-Fi</html>", Encoding.UTF8, "text/html") });

    [Fact]
    public Task A_refused_connection_is_unavailable() => UnavailableAsync(_ => throw new HttpRequestException("Connection refused"));

    [Fact]
    public Task A_cut_line_is_unavailable() => UnavailableAsync(_ => throw new IOException("Connection reset by peer"));

    [Fact]
    public Task An_answer_that_does_not_come_in_time_is_unavailable() => UnavailableAsync(_ => throw new TaskCanceledException("The operation timed out."));

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_overloaded_account_is_asked_again(int status)
    {
        var asked = 0;
        storage.Answer = request => asked++ == 0 ? Failed(request, status, null) : null;

        Assert.NotNull(await table.FindAsync("p", "k", Cancellation));

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task An_account_that_refuses_the_identity_is_asked_once()
    {
        var asked = 0;
        storage.Answer = request =>
        {
            asked++;
            return Failed(request, 403, "AuthorizationFailure");
        };

        await Assert.ThrowsAsync<StorageUnavailableException>(() => table.FindAsync("p", "k", Cancellation));

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_table_that_was_lost_is_made_again()
    {
        await storage.Tables.DeleteTableAsync($"{storage.Prefix}Rows", Cancellation);
        Assert.Null(await table.FindAsync("p", "k", Cancellation));

        await storage.Tables.DeleteTableAsync($"{storage.Prefix}Rows", Cancellation);
        Assert.Empty(await table.ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).ToListAsync(Cancellation));

        await storage.Tables.DeleteTableAsync($"{storage.Prefix}Rows", Cancellation);
        Assert.True((await table.WriteAsync(new RowChanges("p").Add(new Row("k")), Cancellation)).IsDone);

        await storage.Tables.DeleteTableAsync($"{storage.Prefix}Rows", Cancellation);
        Assert.Equal(WriteFailure.Gone, (await table.WriteAsync(new RowChanges("p").DeleteAny("k"), Cancellation)).Failure);
    }

    [Fact]
    public async Task A_queue_that_was_lost_is_made_again()
    {
        await storage.Queues.DeleteQueueAsync($"{storage.Prefix}messages", Cancellation);
        await queue.SendAsync("text", null, Cancellation);
        var message = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromMinutes(1), Cancellation));

        await storage.Queues.DeleteQueueAsync($"{storage.Prefix}messages", Cancellation);
        await queue.DeleteAsync(message, Cancellation);

        await storage.Queues.DeleteQueueAsync($"{storage.Prefix}messages", Cancellation);
        Assert.Empty(await queue.ReceiveAsync(1, TimeSpan.FromMinutes(1), Cancellation));
    }

    [Fact]
    public async Task A_table_that_is_made_on_first_use_costs_later_calls_nothing()
    {
        var watch = new StorageWatch();
        var fresh = storage.Open(watch).Table("Fresh");

        await fresh.FindAsync("p", "k", Cancellation);
        await fresh.FindAsync("p", "k", Cancellation);

        Assert.Equal(["find", "create", "find", "find"], watch.Seen.Select(operation => operation.Kind));
    }

    [Fact]
    public async Task Messages_are_Base64_as_the_Functions_host_expects_them()
    {
        await queue.SendAsync("bell", null, Cancellation);

        var raw = await storage.Queues.GetQueueClient($"{storage.Prefix}messages").PeekMessageAsync(Cancellation);
        Assert.Equal(Convert.ToBase64String("bell"u8), raw.Value.MessageText);
    }

    [Fact]
    public async Task A_row_whose_bytes_grew_and_shrank_has_no_leftovers()
    {
        var revision = (await table.FindAsync("p", "k", Cancellation))!.Revision!;
        foreach (var length in (int[])[200_000, 70_000, 10, 0])
        {
            var result = await table.WriteAsync(new RowChanges("p").Replace(new Row("k") { ["Data"] = new byte[length] }, revision), Cancellation);
            revision = result.Revisions[0]!;
            Assert.Equal(length, (await table.FindAsync("p", "k", Cancellation))!.GetBytes("Data").Length);
        }

        var entity = (await storage.Tables.GetTableClient($"{storage.Prefix}Rows").GetEntityAsync<TableEntity>("p", "k", cancellationToken: Cancellation)).Value;
        Assert.Single(entity.Keys, key => key.StartsWith("Data", StringComparison.Ordinal));
    }

    private static HttpResponseMessage Failed(HttpRequestMessage request, int status, string? code)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { RequestMessage = request, Content = new StringContent("") };
        if (code is null)
            return response;
        response.Headers.Add("x-ms-error-code", code);
        response.Content = request.RequestUri!.AbsolutePath.Contains("messages", StringComparison.Ordinal)
            ? new StringContent($"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>No.</Message></Error>", Encoding.UTF8, "application/xml")
            : new StringContent($$"""{"odata.error": {"code": "{{code}}", "message": {"lang": "en-US", "value": "No."} } }""", Encoding.UTF8, "application/json");
        return response;
    }

    /// <summary>Every operation is told as unavailable, and does its work once the answers are right again.</summary>
    private async Task UnavailableAsync(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var message = new QueueMessage(Guid.NewGuid().ToString(), Convert.ToBase64String("receipt"u8), "text", 1);
        Func<Task>[] operations =
        [
            () => table.FindAsync("p", "k", Cancellation),
            () => table.ReadAsync("p", KeyRange.All, cancellationToken: Cancellation).ToListAsync(Cancellation).AsTask(),
            () => table.ReadPartitionsAsync(Cancellation).ToListAsync(Cancellation).AsTask(),
            () => table.WriteAsync(new RowChanges("p").Put(new Row("k")), Cancellation),
            () => table.CreateAsync(Cancellation),
            () => queue.SendAsync("text", null, Cancellation),
            () => queue.ReceiveAsync(1, TimeSpan.FromMinutes(1), Cancellation),
            () => queue.DeleteAsync(message, Cancellation),
            () => queue.ReturnAsync(message, TimeSpan.Zero, Cancellation),
            () => queue.CountAsync(Cancellation),
            () => queue.ClearAsync(Cancellation),
            () => queue.CreateAsync(Cancellation),
        ];

        storage.Answer = answer;
        await Task.WhenAll(operations.Select(async (operation, number) =>
        {
            var exception = await Record.ExceptionAsync(operation);
            Assert.True(exception is StorageUnavailableException, $"Operation {number} ended with {exception}.");
        }));
        storage.Answer = _ => null;
        await Task.WhenAll(operations.Select(operation => operation()));
    }
}
