using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class SecretsTests(AzuriteFixture azurite)
{
    private static readonly string[] LogEverything =
        [.. ((string[])["default", "Azure", "Azure.Core"]).Select(category => $"AzureFunctionsJobHost:logging:logLevel:{category}=Trace")];

    [Fact]
    public async Task No_key_is_ever_logged_or_stored()
    {
        var prefix = azurite.NewPrefix();
        using var logs = new CapturedLogs();
        var watch = new StorageWatch();
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix, Configure, [.. StatsServiceApp.WithoutQueues, .. LogEverything]);
        var client = await app.RegisterAsync("secretive");
        var made = (await app.Admin.SendAsync("POST", "client/", new { name = "made", is_sharing_enabled = true, token = (string?)null })).Is(201).Json.GetProperty("token").GetString()!;
        var unknown = StatsServiceApp.NewToken();

        // All goes well, all is refused, and all fails.
        foreach (var breaks in (bool[])[false, true])
        {
            watch.BreaksBefore = _ => breaks;
            MonarcClient[] callers = breaks ? [client, new MonarcClient(app.Http, unknown)] : [client, app.Admin, new MonarcClient(app.Http, made), new MonarcClient(app.Http, unknown)];
            foreach (var caller in callers)
            {
                await caller.GetAsync("client/me");
                await caller.SendAsync("PATCH", "client/me", new { is_sharing_enabled = true });
                await caller.SendAsync("POST", "client/", new { name = "secretive", is_sharing_enabled = true, token = client.Token });
                await caller.PostAsync(new PostedStat { Type = "risk" });
                await caller.PostAsync("[{}]");
                await caller.ListAsync(new { type = "risk" });
                await caller.DeleteAsync($"stats/{Guid.NewGuid()}");
            }
        }

        var stored = await ReadStorageAsync(prefix);
        Assert.Contains(logs.Lines, line => line.Contains("did not answer", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("RowKey=", StringComparison.Ordinal));
        Assert.Contains("secretive", stored);
        Assert.All((string[])[client.Token!, app.Admin.Token!, made, unknown], key =>
        {
            Assert.DoesNotContain(logs.Lines, line => line.Contains(key, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(key, stored, StringComparison.OrdinalIgnoreCase);
        });

        void Configure(WebApplicationBuilder builder)
        {
            WatchedStorage.Through(watch)(builder);
            builder.Logging.AddProvider(logs).AddFilter<ConsoleLoggerProvider>(null, LogLevel.None);
        }
    }

    /// <summary>All rows and messages, as text.</summary>
    private async Task<string> ReadStorageAsync(string prefix)
    {
        var text = new StringBuilder();
        var tables = new TableServiceClient(azurite.ConnectionString);
        await foreach (var table in tables.QueryAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            if (!table.Name.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
                text.AppendJoin(' ', row.Select(property => property.Value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : property.Value)).AppendLine();
        }

        var queues = new QueueServiceClient(azurite.ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await foreach (var queue in queues.GetQueuesAsync(prefix: prefix, cancellationToken: TestContext.Current.CancellationToken))
        {
            var messages = await queues.GetQueueClient(queue.Name).PeekMessagesAsync(32, TestContext.Current.CancellationToken);
            Assert.NotEmpty(messages.Value);
            text.AppendJoin('\n', messages.Value.Select(message => message.Body.ToString()));
        }

        return text.ToString();
    }
}
