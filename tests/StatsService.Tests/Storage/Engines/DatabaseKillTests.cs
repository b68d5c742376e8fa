using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Threading.Channels;

namespace StatsService.Tests.Storage.Engines;

/// <summary>A service on a database file that is killed under load has every stat that it acknowledged, once.</summary>
/// <remarks>The environment variables <c>KILLS</c> and <c>STOPS</c> say how often it is killed and stopped.</remarks>
public sealed class DatabaseKillTests
{
    private const int BatchesBetweenKills = 20;
    private const int Senders = 4;
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("KILLS") ?? "3", CultureInfo.InvariantCulture);

    private static readonly int Stops = int.Parse(Environment.GetEnvironmentVariable("STOPS") ?? "3", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_acknowledged_stat_is_there_exactly_once_after_each_kill()
    {
        await using var storage = new SqliteUnderTest();
        using var service = new ServiceProcess("UseDevelopmentStorage=true", "", $"DATABASE_FILE={storage.File}");
        var client = await StartAsync(service);
        var acknowledged = new ConcurrentBag<PostedStat>();

        for (var kill = 0; kill < Kills; kill++)
        {
            var answers = Channel.CreateUnbounded<int>();
            var senders = Enumerable.Range(0, Senders).Select(_ => SendUntilGoneAsync(client, acknowledged, answers.Writer, broken: [])).ToList();
            for (var answered = 0; answered < BatchesBetweenKills; answered++)
                await answers.Reader.ReadAsync(Cancellation);
            await service.KillAsync();
            await Task.WhenAll(senders);
            Assert.Equal("ok", await storage.CheckAsync());
            await service.StartAsync();

            var stored = (await client.ListAsync(new { type = "risk" })).Is(200).DataByUuid;
            Assert.All(acknowledged, stat => Assert.Equal(stat.Data, stored[stat.Uuid!]));
        }
    }

    [Fact]
    public async Task Every_request_is_answered_or_not_taken_when_the_service_is_told_to_stop()
    {
        await using var storage = new SqliteUnderTest();
        using var service = new ServiceProcess("UseDevelopmentStorage=true", "", $"DATABASE_FILE={storage.File}");
        var client = await StartAsync(service);
        var sent = 0;

        for (var stop = 0; stop < Stops; stop++)
        {
            var answers = Channel.CreateUnbounded<int>();
            var acknowledged = new ConcurrentBag<PostedStat>();
            var broken = new ConcurrentBag<string>();
            var senders = Enumerable.Range(0, Senders).Select(_ => SendUntilGoneAsync(client, acknowledged, answers.Writer, broken)).ToList();
            for (var answered = 0; answered < BatchesBetweenKills; answered++)
                await answers.Reader.ReadAsync(Cancellation);
            await service.StopAsync();
            await Task.WhenAll(senders);
            Assert.True(broken.IsEmpty, string.Join('\n', broken));
            sent += acknowledged.Count;
            await service.StartAsync();

            Assert.Equal(sent, (await client.ListAsync(new { type = "risk" })).Is(200).DataByUuid.Count);
        }
    }

    private static async Task<MonarcClient> StartAsync(ServiceProcess service)
    {
        await service.StartAsync();
        var token = StatsServiceApp.NewToken();
        (await service.Admin.SendAsync("POST", "client/", new { name = "acme", is_sharing_enabled = true, token })).Is(201);
        return new MonarcClient(service.Http, token);
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
