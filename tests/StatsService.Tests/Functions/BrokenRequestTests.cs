using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

/// <summary>Requests that no client library sends, and callers that hang up.</summary>
public sealed class BrokenRequestTests(AzuriteFixture azurite) : HttpTests(azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Host.Server, "Transfer-Encoding: chunked\r\n\r\nZZ\r\n")]
    [InlineData(Host.Worker, "Transfer-Encoding: chunked\r\n\r\nZZ\r\n")]
    [InlineData(Host.Server, "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n[")]
    [InlineData(Host.Worker, "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n[")]
    public async Task A_body_without_readable_chunks_is_400_and_no_error_of_the_service(Host host, string rest)
    {
        using var logs = new CapturedLogs();
        await using (var app = await StartAsync(host, Capture(logs)))
        {
            using var socket = await ConnectAsync(app);
            await SendAsync(socket, $"POST /api/v1/stats/ HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: {app.Admin.Token}\r\nContent-Type: application/json\r\n{rest}");

            Assert.StartsWith("HTTP/1.1 400", await new StreamReader(socket.GetStream()).ReadLineAsync(Cancellation));
        }

        Assert.Equal("", string.Join('\n', logs.Lines.Where(line => line.Contains("Exception", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(Host.Server, "Transfer-Encoding: chunked\r\n\r\n5\r\n[\r\n")]
    [InlineData(Host.Worker, "Transfer-Encoding: chunked\r\n\r\n5\r\n[\r\n")]
    [InlineData(Host.Server, "Content-Length: 100\r\n\r\n[")]
    [InlineData(Host.Worker, "Content-Length: 100\r\n\r\n[")]
    public async Task A_body_that_breaks_off_is_400_or_nothing_and_no_error_of_the_service(Host host, string rest)
    {
        using var logs = new CapturedLogs();
        await using (var app = await StartAsync(host, Capture(logs)))
        {
            using var socket = await ConnectAsync(app);
            await SendAsync(socket, $"POST /api/v1/stats/ HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: {app.Admin.Token}\r\nContent-Type: application/json\r\n{rest}");
            using var answer = new StreamReader(socket.GetStream());
            socket.Client.Shutdown(SocketShutdown.Send);

            Assert.StartsWith("HTTP/1.1 400", await answer.ReadLineAsync(Cancellation) ?? "HTTP/1.1 400");
        }

        Assert.Equal("", string.Join('\n', logs.Lines.Where(line => line.Contains("Exception", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(Host.Server, "POST /api/v1/stats/ HTTP/1.1\r\nContent-Length: 100000\r\n\r\n[")]
    [InlineData(Host.Worker, "POST /api/v1/stats/ HTTP/1.1\r\nContent-Length: 100000\r\n\r\n[")]
    [InlineData(Host.Server, "POST /api/v1/stats/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[")]
    [InlineData(Host.Worker, "POST /api/v1/stats/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[")]
    [InlineData(Host.Server, "GET /api/v1/stats/?type=cartography HTTP/1.1\r\n\r\n")]
    [InlineData(Host.Worker, "GET /api/v1/stats/?type=cartography HTTP/1.1\r\n\r\n")]
    [InlineData(Host.Server, "GET /api/v1/stats/?type=cartography HTTP/1.1\r\nAccept-Encoding: br\r\n\r\n")]
    [InlineData(Host.Worker, "GET /api/v1/stats/?type=cartography HTTP/1.1\r\nAccept-Encoding: br\r\n\r\n")]
    public async Task A_caller_that_hangs_up_is_no_error_while_it_sends_or_while_it_is_answered(Host host, string request)
    {
        using var logs = new CapturedLogs();
        await using (var app = await StartAsync(host, Capture(logs)))
        {
            var random = new Random(1);
            (await app.Admin.PostAsync(Enumerable.Range(0, 50).Select(_ => new PostedStat
            {
                Date = PostedStat.Day(0),
                Data = $$"""{"text": "{{Convert.ToBase64String(Enumerable.Range(0, 75_000).Select(_ => (byte)random.Next()).ToArray())}}"}""",
            }))).Is(201);
            var line = request.IndexOf("\r\n", StringComparison.Ordinal);
            foreach (var isAnswering in (bool[])[false, true])
            {
                using var socket = await ConnectAsync(app);
                await SendAsync(socket, $"{request[..line]}\r\nHost: localhost\r\nX-API-KEY: {app.Admin.Token}\r\nContent-Type: application/json{request[line..]}");
                if (isAnswering && request.StartsWith("GET", StringComparison.Ordinal))
                    Assert.True(await socket.GetStream().ReadAsync(new byte[1], Cancellation) > 0);
                // A reset instead of an orderly end.
                socket.Client.LingerState = new LingerOption(true, 0);
                socket.Close();
            }

            (await app.Admin.GetAsync("client/me")).Is(200);
        }

        Assert.Equal("", string.Join('\n', logs.Lines.Where(line => line.Contains("Exception", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(Host.Server)]
    [InlineData(Host.Worker)]
    public async Task A_request_of_HTTP_1_0_without_a_host_is_answered_or_400(Host host)
    {
        await using var app = await StartAsync(host);
        foreach (var (path, expected) in new[] { ("/health", 200), ("/", 200), ("/robots.txt", 200), ("/about.json", 400), ("/api/v1/swagger.json", 400), ("/api/v1/client/me", 401) })
        {
            using var socket = await ConnectAsync(app);
            await SendAsync(socket, $"GET {path} HTTP/1.0\r\n\r\n");

            Assert.StartsWith($"HTTP/1.1 {expected}", await new StreamReader(socket.GetStream()).ReadLineAsync(Cancellation));
        }
    }

    private static async Task<TcpClient> ConnectAsync(StatsServiceApp app)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, app.Http.BaseAddress!.Port, Cancellation);
        return socket;
    }

    private static async Task SendAsync(TcpClient socket, string text) => await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Cancellation);

    /// <summary>What the operator of the server sees: warnings and errors.</summary>
    private static Action<WebApplicationBuilder> Capture(CapturedLogs logs) => builder =>
        builder.Logging.AddProvider(logs).AddFilter<CapturedLogs>(null, LogLevel.Warning).AddFilter<ConsoleLoggerProvider>(null, LogLevel.None);
}
