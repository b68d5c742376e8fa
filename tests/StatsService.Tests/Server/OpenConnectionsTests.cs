using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

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

    public sealed class Hello
    {
        [Function("Hello")]
        public IResult Run([HttpTrigger("get", Route = "hello")] HttpRequest request) => Results.Text("hello");
    }
}
