using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace StatsService.Tests.Server;

public sealed class OpenConnectionsTests
{
    private const int MoreThanMayBeOpen = 1100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("GET /hello HTTP/1.1\r\nHost: here\r\nX-Slow: a")]
    [InlineData("GET /hello HTTP/1.1\r\nHost: here\r\n\r\n")]
    public async Task Connections_that_wait_for_nothing_shut_nobody_out(string sent)
    {
        await using var server = await new ServerBuilder(typeof(Hello)).StartAsync();
        var others = new List<TcpClient>();
        try
        {
            for (var number = 0; number < MoreThanMayBeOpen; number++)
            {
                var other = new TcpClient();
                others.Add(other);
                await other.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, Cancellation);
                await other.GetStream().WriteAsync(Encoding.ASCII.GetBytes(sent), Cancellation);
            }

            Assert.Equal("hello", await server.Client.GetStringAsync(new Uri("/hello", UriKind.Relative), Cancellation));
        }
        finally
        {
            others.ForEach(other => other.Dispose());
        }
    }

    [Fact]
    public async Task Who_comes_while_every_connection_has_a_request_waits_for_a_place()
    {
        var gate = new Gate();
        await using var server = await new ServerBuilder(typeof(Hello)).With(gate).StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = MoreThanMayBeOpen }) { BaseAddress = server.Client.BaseAddress };
        var answers = Enumerable.Range(0, MoreThanMayBeOpen).Select(_ => client.GetStringAsync(new Uri("/gate", UriKind.Relative), Cancellation)).ToList();
        await Eventually.HoldsAsync(() => Task.FromResult(gate.Waiting > 0));

        gate.Open();

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal("open", answer));
    }

    public sealed class Gate
    {
        private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int waiting;

        public int Waiting => waiting;

        public void Open() => opened.SetResult();

        public Task PassAsync()
        {
            Interlocked.Increment(ref waiting);
            return opened.Task;
        }
    }

    public sealed class Hello(IServiceProvider services)
    {
        [Function("Hello")]
        public IResult Run([HttpTrigger("get", Route = "hello")] HttpRequest request) => Results.Text("hello");

        [Function("Gate")]
        public async Task<IResult> PassAsync([HttpTrigger("get", Route = "gate")] HttpRequest request)
        {
            await services.GetRequiredService<Gate>().PassAsync();
            return Results.Text("open");
        }
    }
}
