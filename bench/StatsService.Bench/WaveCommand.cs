using System.CommandLine;

namespace StatsService.Bench;

/// <summary>`wave`: many front offices send their day within a minute, as they do at midnight, to several instances on one storage.</summary>
internal static class WaveCommand
{
    public static Command Create()
    {
        var (service, inMemory, sqlite) = (CommonOptions.Service(), CommonOptions.InMemory(), CommonOptions.Sqlite());
        var clients = CommonOptions.Number("--clients", 1000, "Front offices; each posts one day of all five types.");
        var anrs = CommonOptions.Number("--anrs", 3, "Risk analyses of each.");
        var seconds = CommonOptions.Number("--seconds", 60, "Within which all of them post, evenly.");
        var instances = CommonOptions.Number("--instances", 1, "Instances of the service, to which they post in turns; one with --sqlite.");
        var command = new Command("wave", "Lets many front offices post within a minute; prints their answers, how long the totals took, and what it asked of the storage; fails where a post is not answered 201 or a total is wrong (Linux).")
        {
            clients, anrs, seconds, instances, service, inMemory, sqlite,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine(AllCommand.Machine());
            if (parsed.GetValue(sqlite) && parsed.GetValue(instances) > 1)
                throw new BenchException("A database file is for one instance.");
            var storage = new BenchStorage(parsed.GetValue(inMemory), parsed.GetValue(sqlite));
            List<ServiceUnderTest> running = [.. Enumerable.Range(0, parsed.GetValue(instances)).Select(_ => new ServiceUnderTest(parsed.GetValue(service), storage))];
            try
            {
                foreach (var instance in running)
                    await instance.StartAfreshAsync(cancellation);
                using var wave = new PostedWave([.. running.Select(instance => instance.Url)]);
                await wave.PrepareAsync(parsed.GetValue(clients), parsed.GetValue(anrs), cancellation);
                await wave.MeasureAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellation);
            }
            finally
            {
                foreach (var instance in running)
                    await instance.StopAsync();
                await storage.DisposeAsync();
            }
        });
        return command;
    }
}
