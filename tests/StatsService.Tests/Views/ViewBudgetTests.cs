using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StatsService.SampleData;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Tests.Views;

/// <summary>What the pages ask for, at 500 objects over a year: bytes on the way, and storage operations.</summary>
public sealed class ViewBudgetTests(ViewBudgetTests.Year year) : IClassFixture<ViewBudgetTests.Year>
{
    private const int Objects = 500;
    private const int Days = 366;
    private readonly ViewWorld world = year.World;

    [Fact]
    public async Task A_page_asks_for_few_bytes_and_few_operations()
    {
        var some = Uuid(7);
        await StaysWithinAsync("/stats/ranking/threats.json", 60_000, 14);
        await StaysWithinAsync("/stats/ranking/threats.json?months=12&by=count", 60_000, 14);
        await StaysWithinAsync($"/stats/evolution/threats.json?from={ViewWorld.Today.AddYears(-1).AddDays(1):yyyy-MM-dd}&places=1&objects={some}", 100_000, 14);
        await StaysWithinAsync($"/stats/evolution/risks.json?from={ViewWorld.Today.AddYears(-1).AddDays(1):yyyy-MM-dd}", 40_000, 14);
        await StaysWithinAsync($"/stats/objects/threats.json?uuid={some}", 20_000, 26);
        await StaysWithinAsync("/stats/summary.json", 2_000, 14);
    }

    [Fact]
    public async Task A_file_of_a_year_is_sent_while_it_is_made()
    {
        Assert.Equal((Objects * Days) + 1, (await LoadAsync("threats.csv")).Count(character => character == '\n'));
        Assert.Equal(12 * Days, (await LoadAsync("risks.ndjson")).Count(character => character == '\n'));
        using var workbook = new ZipArchive(new MemoryStream(await LoadAsync("all.xlsx")));
        Assert.Equal(5, workbook.Entries.Count(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)));
    }

    private async Task<byte[]> LoadAsync(string file)
    {
        var started = Stopwatch.StartNew();
        using var answer = await world.App.Http.GetAsync(new Uri($"/data/{file}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        // Had it been made whole before it was sent, it would have a length.
        Assert.Null(answer.Content.Headers.ContentLength);
        var first = started.ElapsedMilliseconds;
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine($"{file}: {body.Length:N0} bytes, the first after {first} ms, the last after {started.ElapsedMilliseconds} ms");
        return body;
    }

    private async Task StaysWithinAsync(string address, int bytes, int operations)
    {
        var watch = new StorageWatch();
        await using var cold = await world.StartAnotherAsync(watch);
        watch.Clear();

        var answer = (await cold.Anonymous.SendAsync("GET", address, null, request => request.Headers.TryAddWithoutValidation("Accept-Encoding", "br"))).Is(200);
        var seen = watch.Seen.Where(operation => operation.Kind != "create").ToList();
        TestContext.Current.TestOutputHelper!.WriteLine($"{address}: {answer.Body.Length:N0} bytes, {seen.Count} operations");
        Assert.InRange(answer.Body.Length, 100, bytes);
        Assert.True(seen.Count <= operations, string.Join('\n', seen));

        watch.Clear();
        var again = (await cold.Anonymous.SendAsync("GET", address, null, request => request.Headers.TryAddWithoutValidation("Accept-Encoding", "br"))).Is(200);
        Assert.True(watch.Seen.Count <= 1, string.Join('\n', watch.Seen));
        Assert.Equal(answer.Headers.ETag, again.Headers.ETag);
    }

    // As random as real ones, which don't compress.
    private static Guid Uuid(int number) => new(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 16));

    private static Dictionary<Guid, ObjectSpread> SpreadOf(int back)
    {
        var random = new Random(back);
        return Enumerable.Range(0, Objects).ToDictionary(Uuid, _ => new ObjectSpread(90, Around(4), Around(30), Around(60)));

        Quartiles Around(float highest)
        {
            var median = highest * random.NextSingle();
            return new Quartiles(median * random.NextSingle(), median, median + ((highest - median) * random.NextSingle()));
        }
    }

    // Values that drift, each object in its own way, and names as long as MONARC's.
    private static Tally Day(int back)
    {
        var tally = new Tally { Stats = 12, Contributors = 4 };
        for (var number = 0; number < Objects; number++)
        {
            var uuid = Uuid(number);
            var drift = (1 + Math.Sin((back + (number * 37)) / (20d + (number % 11)))) / 2;
            var reports = 1 + ((number * 7) % 12);
            tally[uuid].Add(reports, 2, ViewWorld.Units(reports * (1 + (29 * drift))), ViewWorld.Units(reports * 60 * drift), ViewWorld.Units(reports * 4 * drift));
            var named = SampleVulnerabilities.All[number % SampleVulnerabilities.All.Count];
            foreach (var (language, label) in ((string[])[named.French, named.English, named.German, named.Dutch]).Index())
                tally[uuid].AddLabel(language, Encoding.UTF8.GetBytes($"{label} {number}"), reports);
        }

        return tally;
    }

    /// <summary>Is written once for all of these tests, which only read.</summary>
    public sealed class Year : IAsyncLifetime
    {
        public ViewWorld World { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            // The clock stands still, so that no version grows old and is read again while a slow machine answers.
            World = await ViewWorld.StartAsync(services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow)));
            foreach (var type in (StatType[])[StatType.Threat, StatType.Risk])
            {
                for (var back = 0; back < Days; back++)
                {
                    await World.AddAsync(type, back, type == StatType.Risk ? EvolutionTests.Risks(back % 20) : Day(back));
                    if (type == StatType.Threat)
                        await World.AddAsync(type, back, SpreadOf(back));
                }

                await World.PublishAsync(type, Days);
            }
        }

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }
}
