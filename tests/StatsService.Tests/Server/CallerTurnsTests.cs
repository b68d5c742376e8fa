using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;

namespace StatsService.Tests.Server;

public sealed class CallerTurnsTests
{
    private const int AtOnce = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_has_four_reads_under_way_and_keeps_no_other_waiting()
    {
        var reads = new Reads();
        await using var server = await new ServerBuilder(typeof(Slow)).With(reads).StartAsync();

        var mine = Enumerable.Range(0, 3 * AtOnce).Select(_ => GetAsync(server, "203.0.113.1")).ToList();
        await Eventually.HoldsAsync(() => Task.FromResult(reads.UnderWay == AtOnce));
        var another = GetAsync(server, "203.0.113.2");
        await Eventually.HoldsAsync(() => Task.FromResult(reads.UnderWay == AtOnce + 1));
        reads.End();

        Assert.All(await Task.WhenAll([.. mine, another]), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(AtOnce + 1, reads.Most);
    }

    [Fact]
    public async Task The_room_of_a_large_answer_that_nobody_reads_comes_back()
    {
        await using var server = await new ServerBuilder(typeof(Large)).With(new AnswerRoom { Reading = TimeSpan.FromSeconds(2) }).StartAsync();
        using var silent = new TcpClient();
        await silent.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, Cancellation);
        await silent.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /large HTTP/1.1\r\nHost: here\r\n\r\n"), Cancellation);
        await silent.GetStream().ReadExactlyAsync(new byte[100], Cancellation);

        var answers = new List<HttpStatusCode>();
        await Eventually.HoldsAsync(async () =>
        {
            answers.Add(await GetAsync(server, "203.0.113.2", "/large"));
            return answers[^1] == HttpStatusCode.OK;
        });

        Assert.All(answers.SkipLast(1), status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
    }

    private static async Task<HttpStatusCode> GetAsync(RunningServer server, string address, string path = "/slow")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Forwarded-For", address } } };
        using var response = await server.Client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    public sealed class Reads
    {
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int underWay;

        public int UnderWay => Volatile.Read(ref underWay);

        public int Most { get; private set; }

        public void End() => ended.SetResult();

        public async Task RunAsync()
        {
            lock (ended)
                Most = Math.Max(Most, ++underWay);
            await ended.Task;
            lock (ended)
                underWay--;
        }
    }

    public sealed class Slow(Reads reads)
    {
        [Function("Slow")]
        public async Task<IResult> RunAsync([HttpTrigger("get", Route = "slow")] HttpRequest request)
        {
            await reads.RunAsync();
            return Results.Ok();
        }
    }

    public sealed class Large
    {
        private const int Bytes = 40 * 1024 * 1024;

        [Function("Large")]
        public IResult Run([HttpTrigger("get", Route = "large")] HttpRequest request) => AnswerRoom.Within(Results.Bytes(new byte[Bytes]), Bytes);
    }
}
