using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using StatsService.Stats;
using StatsService.Tests.Processing;
using StatsService.Tests.Views;

namespace StatsService.Tests.Functions;

public sealed class DataFileTests : IAsyncLifetime
{
    private static readonly Guid A = new("aaaaaaaa-0000-4000-8000-000000000001");
    private static readonly Guid B = new("bbbbbbbb-0000-4000-8000-000000000001");
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private ViewWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await ViewWorld.StartAsync();
        var named = ViewWorld.Of((A, 1, 2, 1.5), (B, 4, 8, 0.1));
        named[A].AddLabel(0, "=1+1,\"x\""u8.ToArray(), 1);
        await world.AddAsync(StatType.Threat, 40, named);
        await world.AddAsync(StatType.Threat, 1, ViewWorld.Of((A, 2, 2, 3)));
        await world.AddAsync(StatType.Risk, 1, EvolutionTests.Risks(3));
        await world.AddAsync(StatType.Cartography, 1, Tallied.Of(StatType.Cartography, """{"risks":{"current":{"informational":{"2":{"12":4}}}}}"""));
        await world.AddAsync(StatType.Compliance, 1, Tallied.Of(StatType.Compliance, $$"""[{"referential":"{{A}}","label2":"ISO","current":[{"label2":"People","controls":[{"measure":"{{B}}"}],"value":"0.25"}],"target":[]}]"""));
        foreach (var type in StatTypes.All)
            await world.PublishAsync(type, 40);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_table_is_there_as_CSV_in_which_no_name_is_a_formula()
    {
        var answer = await GetAsync("threats.csv?language=fr", "text/csv; charset=utf-8");

        Assert.Equal(
            [
                "date,object,name,average_rate,count,max_risk,analyses,organisations",
                $"{PostedStat.Day(-40)},{A},\"'=1+1,\"\"x\"\"\",1.5,1,2,1,2",
                $"{PostedStat.Day(-40)},{B},Object bbbbbbbb,0.1,4,8,1,2",
                $"{PostedStat.Day(-1)},{A},Object aaaaaaaa,3,2,2,1,2",
                "",
            ],
            answer.Text.Split("\r\n"));
    }

    [Fact]
    public async Task A_table_is_there_as_lines_of_JSON()
    {
        var risks = Lines(await GetAsync("risks.ndjson", "application/x-ndjson"));
        Assert.Equal(12, risks.Count);
        Assert.Equal($$"""{"date":"{{PostedStat.Day(-1)}}","state":"current","kind":"informational","level":"High risks","risks":3,"analyses":1,"organisations":1}""", risks[2].GetRawText());
        Assert.Equal($$"""{"date":"{{PostedStat.Day(-1)}}","state":"current","kind":"informational","impact":2,"likelihood":12,"risks":4,"analyses":1}""", Assert.Single(Lines(await GetAsync("cartography.ndjson", "application/x-ndjson"))).GetRawText());
        Assert.Equal(
            $$"""{"date":"{{PostedStat.Day(-1)}}","referential":"{{A}}","referential_name":"ISO","category_name":"People","controls":1,"current":0.25,"target":null,"analyses":1}""",
            Assert.Single(Lines(await GetAsync("compliance.ndjson", "application/x-ndjson"))).GetRawText());
        Assert.Empty(Lines(await GetAsync("vulnerabilities.ndjson", "application/x-ndjson")));

        static IReadOnlyList<JsonElement> Lines(Answer answer) => [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    [Fact]
    public async Task All_tables_are_sheets_of_one_workbook()
    {
        var answer = await GetAsync("all.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

        using var workbook = new ZipArchive(new MemoryStream(answer.Body));
        var sheets = Read("xl/workbook.xml").Descendants(Sheet + "sheet").Select(sheet => sheet.Attribute("name")!.Value);
        Assert.Equal(["threats", "vulnerabilities", "risks", "cartography", "compliance"], sheets);
        var threats = Read("xl/worksheets/sheet1.xml").Descendants(Sheet + "row").ToList();
        Assert.Equal((4, 8), (threats.Count, threats[1].Elements().Count()));
        Assert.Equal("1.5", threats[1].Elements().ElementAt(3).Value);

        XDocument Read(string entry)
        {
            using var stream = workbook.GetEntry(entry)!.Open();
            return XDocument.Load(stream);
        }
    }

    [Theory]
    [InlineData("threats.xml", 404)]
    [InlineData("clients.csv", 404)]
    [InlineData("all.csv", 404)]
    [InlineData("threats.csv?language=xx", 400)]
    [InlineData("changes.atom?language=xx", 400)]
    public async Task What_is_no_file_is_refused(string file, int status) => (await world.App.Anonymous.GetAsync($"/data/{file}")).Is(status);

    [Fact]
    public async Task A_file_whose_length_is_asked_for_is_not_computed()
    {
        var watch = new StorageWatch();
        await using var other = await world.StartAnotherAsync(watch);
        watch.Clear();

        Assert.Empty((await other.Anonymous.SendAsync("HEAD", "/data/all.xlsx")).Is(200).Body);

        Assert.Empty(watch.Seen);
    }

    [Fact]
    public async Task The_feed_tells_which_places_changed_from_month_to_month()
    {
        var first = new DateOnly(ViewWorld.Today.Year, ViewWorld.Today.Month, 1);
        int Back(DateOnly day) => ViewWorld.Today.DayNumber - day.DayNumber;
        await world.AddAsync(StatType.Vulnerability, Back(first.AddMonths(-2)), ViewWorld.Of((A, 1, 1, 1), (B, 1, 1, 2)));
        await world.AddAsync(StatType.Vulnerability, Back(first.AddMonths(-1)), ViewWorld.Of((A, 1, 1, 3), (B, 1, 1, 2)));
        await world.PublishAsync(StatType.Vulnerability, 70);
        var watch = new StorageWatch();
        await using var cold = await world.StartAnotherAsync(watch);
        watch.Clear();

        var answer = (await cold.Anonymous.GetAsync("/data/changes.atom?language=de")).Is(200);
        Assert.InRange(watch.Seen.Count(operation => operation.Kind != "create"), 1, 14);

        Assert.Equal("application/atom+xml", answer.ContentType);
        var feed = XDocument.Parse(answer.Text).Root!;
        var entry = feed.Elements(Atom + "entry").Single(entry => entry.Element(Atom + "title")!.Value == $"Schwachstellen, {first.AddMonths(-1):yyyy-MM}");
        Assert.Equal($"{first:yyyy-MM-dd}T00:00:00Z", entry.Element(Atom + "updated")!.Value);
        Assert.Equal(["Object aaaaaaaa: 2 → 1", "Object bbbbbbbb: 1 → 2"], entry.Descendants().Where(element => element.Name.LocalName == "li").Select(element => element.Value));
        Assert.Equal($"../vulnerabilities/{A}", entry.Descendants().First(element => element.Name.LocalName == "a").Attribute("href")!.Value);
        Assert.All(feed.Elements(Atom + "entry"), one => Assert.StartsWith("urn:", one.Element(Atom + "id")!.Value));
        Assert.NotNull(answer.Headers.ETag);
    }

    private async Task<Answer> GetAsync(string file, string type)
    {
        var answer = (await world.App.Anonymous.GetAsync($"/data/{file}")).Is(200);
        Assert.Equal(type, answer.ContentType);
        return answer;
    }
}
