using StatsService.Tests.Azurite;

namespace StatsService.Tests.Cli;

public sealed class MigrationTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly (string Type, string Processor)[] Processors =
    [
        ("risk", "risk_averages"), ("risk", "risk_averages_on_date"), ("threat", "threat_average_on_date"), ("vulnerability", "vulnerability_average_on_date"),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("migration");
    private readonly OriginalDatabase original = new();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public Task A_dump_of_the_original_s_database_answers_as_if_it_had_been_posted() =>
        AnswersAsPostedAsync(tool => tool.RunAsync("import", Write("dump.sql", original.ToDump()), "--output", "json"));

    [Fact]
    public Task The_original_s_tables_as_CSV_answer_as_if_they_had_been_posted() => AnswersAsPostedAsync(tool => tool.RunAsync(
        "import", "--clients", Write("client.csv", original.ClientsToCsv()), "--stats", Write("stats.csv", original.StatsToCsv()), "--output", "json"));

    [Fact]
    public async Task Rows_that_the_original_took_in_and_this_service_refuses_are_named()
    {
        var uuid = Guid.NewGuid().ToString();
        original.AddStat(uuid, uuid, "weather", "2024-01-01", "{}", null, "2");
        original.AddStat(uuid, uuid, "risk", "2024-01-01", "17", null, "2");
        original.AddStat(uuid, uuid, "risk", "2024-01-01", "{}", null, null);
        original.AddStat(uuid, uuid, "risk", "2024-01-01", null, null, "2");

        var import = (await new Tool(azurite.ConnectionString, azurite.NewPrefix()).RunAsync(["import", "-", "--output", "json"], original.ToDump())).Is(1);

        Assert.Equal((3, original.Stats - 3), (import.Json.GetProperty("not_imported").GetInt32(), import.Json.GetProperty("stats_stored").GetInt32()));
        Assert.All((string[])["not one of", "neither a JSON object", "belongs to no client"], reason => Assert.Contains(reason, import.Error));
    }

    [Fact]
    public async Task A_dump_that_ends_too_early_and_a_file_that_is_none_are_refused()
    {
        var tool = new Tool(azurite.ConnectionString, azurite.NewPrefix());
        var dump = original.ToDump();

        Assert.Contains("dump it again", (await tool.RunAsync(["import", "-"], dump[..(dump.Length / 2)])).Is(1).Error);
        Assert.Contains("plain format", (await tool.RunAsync(["import", "-"], "PGDMP")).Is(1).Error);
        (await tool.RunAsync(["import", "-"], dump)).Is(0);
    }

    [Fact]
    public async Task A_table_that_names_a_column_twice_is_refused()
    {
        var tool = new Tool(azurite.ConnectionString, azurite.NewPrefix());
        string[] tables = ["import", "--clients", Write("client.csv", "id,uuid,id\n1,2,3\n"), "--stats", Write("stats.csv", original.StatsToCsv())];

        Assert.Contains("names a column twice", (await tool.RunAsync(["import", "-"], "COPY public.stats (anr, uuid, anr) FROM stdin;\n1\t2\t3\n\\.\n")).Is(1).Error);
        Assert.Contains("names a column twice", (await tool.RunAsync(tables)).Is(1).Error);
    }

    private async Task AnswersAsPostedAsync(Func<Tool, Task<ToolResult>> import)
    {
        var (postedPrefix, importedPrefix) = (azurite.NewPrefix(), azurite.NewPrefix());
        await using var posted = await StatsServiceApp.StartAsync(azurite.ConnectionString, postedPrefix);
        await using var imported = await StatsServiceApp.StartAsync(azurite.ConnectionString, importedPrefix);
        foreach (var (name, token, batch) in original.Offices)
            (await (await posted.RegisterAsync(name, token)).SendAsync("POST", "stats/", batch)).Is(201);

        var report = (await import(new Tool(azurite.ConnectionString, importedPrefix))).Is(0);

        // The admin client is there already: it is another one of the same name.
        Assert.Contains("'admin' exists", report.Error);
        Assert.Equal((2, 1, original.Stats), (report.Json.GetProperty("clients_made").GetInt32(), report.Json.GetProperty("clients_known").GetInt32(), report.Json.GetProperty("stats_stored").GetInt32()));
        foreach (var prefix in (string[])[postedPrefix, importedPrefix])
            await Eventually.HoldsAsync(async () => (await new Tool(azurite.ConnectionString, prefix).RunAsync("totals", "verify", "--output", "json")).Is(0).Json.GetProperty("waiting").GetInt32() == 0);
        foreach (var (name, token, _) in original.Offices)
        {
            var (before, after) = (new MonarcClient(posted.Http, token), new MonarcClient(imported.Http, token));
            Assert.Equal(name, (await after.GetAsync("client/me")).Is(200).Json.GetProperty("name").GetString());
            foreach (var type in StatsService.Stats.StatTypes.Names)
                await SameAsync(before, after, "stats/", new { type });
            foreach (var (type, processor) in Processors)
                await SameAsync(before, after, "stats/processed/", new { type, processor });
        }

        foreach (var path in (string[])["/stats/risks.json", "/stats/threats.json", "/stats/vulnerabilities.json?last_stats=1"])
            await SameAsync(posted.Anonymous, imported.Anonymous, path, null);
        Assert.All(original.Offices, office => Assert.DoesNotContain(office.Token, report.Output + report.Error));
    }

    private static async Task SameAsync(MonarcClient before, MonarcClient after, string path, object? parameters) =>
        Assert.Equal((await before.GetAsync(path, parameters)).Is(200).Text, (await after.GetAsync(path, parameters)).Is(200).Text);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
