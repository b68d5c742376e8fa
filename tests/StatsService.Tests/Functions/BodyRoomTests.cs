using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class BodyRoomTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int Large = 60 * 1024 * 1024;
    private StatsServiceApp app = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), null);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Large_bodies_wait_for_room_unread_and_are_told_to_come_back_while_small_ones_pass(bool isChunked)
    {
        var (first, second, third) = (await app.RegisterAsync(), await app.RegisterAsync(), await app.RegisterAsync());
        await using var slow = await SlowSender.StartAsync(await BeginAsync(first, isChunked), isChunked);
        using var waiting = await BeginAsync(second, isChunked);

        (await third.PostAsync(new PostedStat())).Is(201);

        using var answer = new StreamReader(waiting.GetStream());
        Assert.StartsWith("HTTP/1.1 503", await answer.ReadLineAsync(Cancellation));
        var headers = new List<string>();
        for (string? line; (line = await answer.ReadLineAsync(Cancellation)) is { Length: > 0 };)
            headers.Add(line);
        Assert.Contains("Retry-After: 5", headers);
    }

    [Fact]
    public async Task What_a_caller_who_hung_up_took_of_the_room_comes_back()
    {
        var (first, second) = (await app.RegisterAsync(), await app.RegisterAsync());
        (await BeginAsync(first, isChunked: false)).Dispose();

        (await second.PostAsync(PostedStat.Batch(new PostedStat()).PadRight(Large))).Is(201);
    }

    [Fact]
    public async Task A_large_body_that_stands_still_gives_its_room_back()
    {
        var (first, second) = (await app.RegisterAsync(), await app.RegisterAsync());
        using var still = await BeginAsync(first, isChunked: false);

        (await second.PostAsync(PostedStat.Batch(new PostedStat()).PadRight(Large))).Is(201);
    }

    /// <summary>Sends the head of a request and the beginning of its body.</summary>
    private async Task<TcpClient> BeginAsync(MonarcClient client, bool isChunked)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, app.Http.BaseAddress!.Port, Cancellation);
        var length = isChunked ? "Transfer-Encoding: chunked" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Large}");
        await socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/v1/stats/ HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: {client.Token}\r\nContent-Type: application/json\r\n{length}\r\n\r\n{(isChunked ? "1\r\n[\r\n" : "[")}"),
            Cancellation);
        return socket;
    }

    /// <summary>Goes on sending a body, just fast enough to be waited for.</summary>
    private sealed class SlowSender : IAsyncDisposable
    {
        private const int Piece = 200_000;
        private const int MoreThanBuffersHold = 100;
        private readonly TcpClient socket;
        private readonly CancellationTokenSource ended = new();
        private readonly Task sending;

        private SlowSender(TcpClient socket, byte[] piece)
        {
            this.socket = socket;
            sending = SendAsync(piece);
        }

        /// <returns>Once the service reads the body.</returns>
        public static async Task<SlowSender> StartAsync(TcpClient socket, bool isChunked)
        {
            var piece = Encoding.ASCII.GetBytes(isChunked ? $"{Piece:x}\r\n{new string(' ', Piece)}\r\n" : new string(' ', Piece));
            for (var number = 0; number < MoreThanBuffersHold; number++)
                await socket.GetStream().WriteAsync(piece, Cancellation);
            return new SlowSender(socket, piece);
        }

        public async ValueTask DisposeAsync()
        {
            await ended.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            socket.Dispose();
            ended.Dispose();
        }

        private async Task SendAsync(byte[] piece)
        {
            while (true)
            {
                await socket.GetStream().WriteAsync(piece, ended.Token);
                await Task.Delay(TimeSpan.FromMilliseconds(100), ended.Token);
            }
        }
    }
}
