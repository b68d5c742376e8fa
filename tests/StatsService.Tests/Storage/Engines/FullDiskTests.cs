using System.Collections.Concurrent;
using System.Diagnostics;

namespace StatsService.Tests.Storage.Engines;

/// <summary>A service whose disk really fills up: a file system of a few megabytes, which only root may mount.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private const int Senders = 4, RefusalsOfSender = 5;
    private const int DiskMegabytes = 12, BallastMegabytes = 8;

    private readonly SqliteUnderTest storage = new();
    private bool isMounted;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Ballast => Path.Combine(storage.Folder, "ballast");

    public async ValueTask InitializeAsync()
    {
        isMounted = OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={DiskMegabytes}m", "tmpfs", storage.Folder);
        if (isMounted)
            await File.WriteAllBytesAsync(Ballast, new byte[BallastMegabytes << 20], Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (isMounted)
            await RunAsync("umount", storage.Folder);
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task What_a_full_disk_does_not_take_is_answered_503_and_stored_when_there_is_room_again()
    {
        Assert.SkipUnless(isMounted, "Only root on Linux may mount the small file system that this fills.");
        var (acknowledged, refused) = (new ConcurrentBag<PostedStat>(), new ConcurrentBag<IReadOnlyList<PostedStat>>());
        using (var service = new ServiceProcess("UseDevelopmentStorage=true", "", $"DATABASE_FILE={storage.File}"))
        {
            await service.StartAsync();
            var client = await service.RegisterAsync("acme");

            await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => FillAsync(client, acknowledged, refused)));
            var listed = (await client.ListAsync(new { type = "risk" })).Is(200).DataByUuid;
            Assert.All(acknowledged, stat => Assert.Equal(stat.Data, listed[stat.Uuid!]));
            (await service.Admin.GetAsync("client/me")).Is(200);

            File.Delete(Ballast);
            foreach (var batch in refused)
            {
                // A batch whose last step failed is stored already.
                (await client.PostAsync(batch)).Is(batch.Any(stat => listed.ContainsKey(stat.Uuid!)) ? 207 : 201);
                foreach (var stat in batch)
                    acknowledged.Add(stat);
            }

            listed = (await client.ListAsync(new { type = "risk" })).Is(200).DataByUuid;
            Assert.Equal(acknowledged.ToDictionary(stat => stat.Uuid!, stat => stat.Data), listed);
            await service.StopAsync();
        }

        Assert.Equal("ok", await storage.CheckAsync());
    }

    /// <summary>Posts until the disk has taken nothing for some times in a row.</summary>
    private static async Task FillAsync(MonarcClient client, ConcurrentBag<PostedStat> acknowledged, ConcurrentBag<IReadOnlyList<PostedStat>> refused)
    {
        for (var refusals = 0; refusals < RefusalsOfSender;)
        {
            IReadOnlyList<PostedStat> batch = [.. PostedStat.Many(5, "risk").Select(stat => stat with { Data = PostedStat.Incompressible(10_000) })];
            var answer = await client.PostAsync(batch);
            if (answer.Status == 201)
            {
                refusals = 0;
                foreach (var stat in batch)
                    acknowledged.Add(stat);
                continue;
            }

            Assert.Contains("no room left", answer.Is(503).Message, StringComparison.Ordinal);
            Assert.NotNull(answer.Headers.RetryAfter);
            refused.Add(batch);
            refusals++;
        }
    }

    private static async Task<bool> RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }
}
