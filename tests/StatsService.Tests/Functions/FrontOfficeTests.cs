using System.Text.Json;
using StatsService.SampleData;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class FrontOfficeTests(AzuriteFixture azurite)
{
    private const int Anrs = 20;
    private const int Days = 90;
    private static readonly string[] Means = ["count", "maxRisk", "averageRate"];

    [Fact]
    public async Task Three_months_of_a_front_office_are_stored_listed_and_averaged()
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        var client = await app.RegisterAsync();
        var sums = new FrontOfficeSums();
        var office = new SampleFrontOffice(anrs: Anrs, threats: 20, vulnerabilities: 40);
        for (var day = -Days + 1; day <= 0; day++)
        {
            var batch = office.Batch(DateOnly.Parse(PostedStat.Day(day)));
            sums.Add(batch);
            Assert.Equal(Anrs * SampleFrontOffice.AllTypes.Count, (await client.SendAsync("POST", "stats/", batch)).Is(201).Stats.Count);
        }

        foreach (var type in SampleFrontOffice.AllTypes)
            await ListsAreAsPostedAsync(client, type, sums);
        await Eventually.HoldsAsync(async () => (await RisksAsync(client, "risk_averages_on_date")).GetProperty("current").GetProperty("informational").GetProperty("Low risks").GetArrayLength() == Days);
        await RisksAreTheMeansAsync(client, sums);
        await ObjectsAreTheMeansAsync(client, "threat", sums);
        await ObjectsAreTheMeansAsync(client, "vulnerability", sums);
    }

    private static async Task ListsAreAsPostedAsync(MonarcClient client, string type, FrontOfficeSums sums)
    {
        var all = (await client.ListAsync(new { type })).Is(200);
        Assert.Equal(
            sums.Posted.Where(posted => posted.Key.StartsWith($"{type}/", StringComparison.Ordinal)).ToDictionary(),
            all.Stats.ToDictionary(FrontOfficeSums.Key, stat => stat.GetProperty("data").GetRawText()));

        var last = (await client.ListAsync(new { type, get_last = true })).Is(200);
        Assert.Equal(Anrs, last.Stats.Count);
        Assert.All(last.Stats, stat => Assert.Equal((PostedStat.Day(0), sums.Posted[FrontOfficeSums.Key(stat)]), (stat.GetProperty("date").GetString()!, stat.GetProperty("data").GetRawText())));
    }

    private static async Task RisksAreTheMeansAsync(MonarcClient client, FrontOfficeSums sums)
    {
        var (averages, onDate) = (await RisksAsync(client, "risk_averages"), await RisksAsync(client, "risk_averages_on_date"));
        foreach (var state in averages.EnumerateObject())
        {
            foreach (var kind in state.Value.EnumerateObject())
            {
                foreach (var level in kind.Value.EnumerateObject())
                {
                    Assert.Equal(sums.Mean("risk", state.Name, kind.Name, level.Name), level.Value.GetDouble(), 1e-9);
                    foreach (var day in onDate.GetProperty(state.Name).GetProperty(kind.Name).GetProperty(level.Name).EnumerateArray())
                        Assert.Equal(sums.Mean("risk", state.Name, kind.Name, level.Name, day.GetProperty("date").GetString()!), day.GetProperty("value").GetDouble(), 1e-9);
                }
            }
        }
    }

    private static async Task ObjectsAreTheMeansAsync(MonarcClient client, string type, FrontOfficeSums sums)
    {
        var reports = sums.Posted.Where(posted => posted.Key.StartsWith($"{type}/", StringComparison.Ordinal))
            .SelectMany(posted => JsonDocument.Parse(posted.Value).RootElement.EnumerateArray().Select(item => (Object: item.GetProperty("uuid").GetString(), Date: posted.Key.Split('/')[2])))
            .Distinct().ToLookup(report => report.Object, report => report.Date);
        JsonElement[] objects = [];
        await Eventually.HoldsAsync(async () =>
        {
            objects = [.. (await ProcessedAsync(client, type, $"{type}_average_on_date")).EnumerateArray()];
            return objects.Sum(item => item.GetProperty("values").GetArrayLength()) == reports.Sum(dates => dates.Count());
        });

        Assert.Equal(reports.Select(report => report.Key).Order(), objects.Select(item => item.GetProperty("object").GetString()).Order());
        foreach (var item in objects)
        {
            var uuid = item.GetProperty("object").GetString()!;
            Assert.Equal(reports[uuid].Order(), item.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("date").GetString()));
            foreach (var mean in Means)
            {
                Assert.Equal(sums.Mean(type, uuid, mean), item.GetProperty("averages").GetProperty(mean).GetDouble(), 1e-9);
                foreach (var value in item.GetProperty("values").EnumerateArray())
                    Assert.Equal(sums.Mean(type, uuid, mean, value.GetProperty("date").GetString()!), value.GetProperty(mean).GetDouble(), 1e-9);
            }
        }
    }

    private static Task<JsonElement> RisksAsync(MonarcClient client, string processor) => ProcessedAsync(client, "risk", processor);

    private static async Task<JsonElement> ProcessedAsync(MonarcClient client, string type, string processor)
    {
        var data = (await client.GetAsync("stats/processed/", new { type, processor })).Is(200).Json.GetProperty("data");
        // Before anything is aggregated there is an empty list.
        return data.ValueKind == JsonValueKind.Object || type != "risk" ? data : JsonSerializer.Deserialize<JsonElement>("""{"current":{"informational":{"Low risks":[]}}}""");
    }
}
