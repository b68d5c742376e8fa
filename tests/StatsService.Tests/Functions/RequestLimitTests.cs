using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StatsService.Functions;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class RequestLimitTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int MaxRequestBytes = 100_000;
    private StatsServiceApp app = null!;
    private MonarcClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), null, $"MAX_REQUEST_BYTES={MaxRequestBytes}");
        client = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_body_of_just_the_limit_is_stored_and_one_byte_more_is_refused_with_the_limit()
    {
        var stat = new PostedStat();
        var fitting = PostedStat.Batch(stat).PadRight(MaxRequestBytes);

        var refused = await client.PostAsync(fitting + " ");
        Assert.Contains($"{MaxRequestBytes}", refused.Is(413).Message);
        Assert.Empty((await client.ListAsync(new { type = stat.Type })).Stats);
        (await client.PostAsync(fitting)).Is(201);
    }

    [Fact]
    public void No_limit_of_Kestrels_own_stands_below_that_of_the_service()
    {
        var configuration = new ConfigurationBuilder().Build();
        using var services = new ServiceCollection().AddStatsServiceApp(configuration).BuildServiceProvider();

        Assert.Null(services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxRequestBodySize);
    }

    [Theory]
    [InlineData("Content-Length: 10000000000", "[")]
    [InlineData("Transfer-Encoding: chunked", null)]
    public async Task A_body_that_is_too_large_is_refused_before_it_has_been_sent(string header, string? body)
    {
        // The chunk is never ended, so the answer can't wait for the end of the body.
        body ??= $"{MaxRequestBytes + 1:x}\r\n{new string(' ', MaxRequestBytes + 1)}\r\n";
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, app.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/v1/stats/ HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: {client.Token}\r\nContent-Type: application/json\r\n{header}\r\n\r\n{body}"),
            TestContext.Current.CancellationToken);

        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 413", status);
    }

    [Fact]
    public async Task Parameters_of_more_than_a_MiB_are_refused()
    {
        var answer = await client.ListAsync(new { type = "risk", filler = new string(' ', 1024 * 1024) });

        Assert.Contains("1048576", answer.Is(413).Message);
    }
}
