using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Threading.Channels;

namespace StatsService.Tests.Storage.Engines;

/// <summary>A service that is told to stop under load answers what it has taken.</summary>
/// <remarks>The environment variable <c>STOPS</c> says how often it is stopped.</remarks>
public sealed class StopTests
{
    private const int BatchesBetweenStops = 20;
    private const int Senders = 4;
    private static readonly int Stops = int.Parse(Environment.GetEnvironmentVariable("STOPS") ?? "3", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_is_answered_or_not_taken_when_the_service_is_told_to_stop()
    {
        await using var storage = new SqliteUnderTest();
        using var service = new ServiceProcess("", "", storage.Settings);
        await service.StartAsync();
        var client = await service.RegisterAsync("acme");
        var sent = 0;

        for (var stop = 0; stop < Stops; stop++)
        {
            var answers = Channel.CreateUnbounded<int>();
            var acknowledged = new ConcurrentBag<PostedStat>();
            var broken = new ConcurrentBag<string>();
            var senders = Enumerable.Range(0, Senders).Select(_ => SendUntilGoneAsync(client, acknowledged, answers.Writer, broken)).ToList();
            for (var answered = 0; answered < BatchesBetweenStops; answered++)
                await answers.Reader.ReadAsync(Cancellation);
            await service.StopAsync();
            await Task.WhenAll(senders);
            Assert.True(broken.IsEmpty, string.Join('\n', broken));
            sent += acknowledged.Count;
            await service.StartAsync();

            Assert.Equal(sent, (await client.ListAsync(new { type = "risk" })).Is(200).DataByUuid.Count);
        }
    }

    /// <param name="broken">Gets what ended a request otherwise than by a refused connection.</param>
    private static async Task SendUntilGoneAsync(MonarcClient client, ConcurrentBag<PostedStat> acknowledged, ChannelWriter<int> answers, ConcurrentBag<string> broken)
    {
        while (true)
        {
            var batch = PostedStat.Many(Random.Shared.Next(1, 30), "risk");
            try
            {
                (await client.PostAsync(batch)).Is(201);
            }
            catch (HttpRequestException exception)
            {
                if (exception.InnerException is not SocketException { SocketErrorCode: SocketError.ConnectionRefused })
                    broken.Add(exception.ToString());
                return;
            }

            foreach (var stat in batch)
                acknowledged.Add(stat);
            answers.TryWrite(batch.Count);
        }
    }
}
