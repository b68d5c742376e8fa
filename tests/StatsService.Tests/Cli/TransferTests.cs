using Microsoft.Extensions.DependencyInjection;
using StatsService.Tests.Azurite;
using StatsService.Tests.Functions;
using StatsService.Totals;

namespace StatsService.Tests.Cli;

public sealed class TransferTests(AzuriteFixture azurite) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("transfer");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_exported_and_imported_is_answered_byte_for_byte_as_before(bool isToDatabaseFile)
    {
        var (prefix, file) = (azurite.NewPrefix(), Path.Combine(folder.FullName, "export.ndjson"));
        var tool = new Tool(azurite.ConnectionString, prefix);
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);
        var tokens = new Dictionary<string, string> { ["admin"] = app.Admin.Token!, ["a"] = "client-a-token", ["b"] = "client-b-token" };
        foreach (var name in (string[])["a", "b"])
            await app.RegisterAsync($"client-{name}", tokens[name]);
        (await tool.RunAsync("client", "coordinates", "set", "client-a", "49.6", "6.1")).Is(0);
        var steps = RecordedStep.ReadAll(DateOnly.FromDateTime(DateTime.UtcNow));
        foreach (var step in steps.Where(step => step.IsWrite))
            await ReplayAsync(app.Http, step, tokens);
        (await new MonarcClient(app.Http, tokens["b"]).PostAsync(
            new PostedStat { Type = "threat", Data = "[\r\n  {\"broken\":\"over \\n lines\"}\n]" }, new PostedStat { Data = "{\"é\": \"\\ud800 😀\", \"n\":1.0e+2}" })).Is(201);
        await SettledAsync(app);
        var before = await ReadAsync(app.Http, steps, tokens);

        var exported = (await tool.RunAsync("export", "--file", file, "--output", "json")).Is(0).Json;
        (await tool.RunAsync("storage", "empty", "--yes")).Is(0);
        var database = Path.Combine(folder.FullName, "stats.db");
        var other = isToDatabaseFile ? new Tool("", "", more: ("DATABASE_FILE", database)) : tool;
        Assert.Equal(0, (await other.RunAsync("client", "list", "--output", "json")).Is(0).Json.GetArrayLength());
        var imported = (await other.RunAsync("import", file, "--output", "json")).Is(0).Json;
        await using var moved = isToDatabaseFile
            ? await StatsServiceApp.StartAsync(["AzureWebJobsStorage=", $"DATABASE_FILE={database}", $"ADMIN_TOKEN={app.Admin.Token}"])
            : null;
        await SettledAsync(moved ?? app);
        var after = await ReadAsync((moved ?? app).Http, steps, tokens);

        Assert.Equal(steps.Count(step => !step.IsWrite) + 1, before.Count);
        foreach (var (step, answer) in before)
            Assert.True(answer == after[step], $"{step} was answered {answer} and is now answered {after[step]}");
        Assert.Equal(exported.GetProperty("stats").GetInt64(), imported.GetProperty("stats_stored").GetInt64());
        Assert.Equal(exported.GetProperty("clients").GetInt32(), imported.GetProperty("clients_made").GetInt32());

        var again = (await other.RunAsync("import", file, "--output", "json")).Is(0).Json;
        Assert.Equal((0, exported.GetProperty("stats").GetInt64()), (again.GetProperty("stats_stored").GetInt64(), again.GetProperty("stats_known").GetInt64()));
        (await tool.RunAsync("export", "--file", file)).Is(1);
    }

    [Fact]
    public async Task An_export_to_the_output_of_one_client_has_no_key_and_is_read_from_the_input()
    {
        using var logs = new CapturedLogs();
        var (from, to) = (azurite.NewPrefix(), azurite.NewPrefix());
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, from);
        var (client, other) = (await app.RegisterAsync("acme"), await app.RegisterAsync("other"));
        (await client.PostAsync(PostedStat.Many(95, "risk"))).Is(201);
        (await other.PostAsync(PostedStat.Many(1))).Is(201);

        var export = (await new Tool(azurite.ConnectionString, from, logs).RunAsync("export", "--client", "acme")).Is(0);
        var import = (await new Tool(azurite.ConnectionString, to, logs).RunAsync(["import", "-", "--output", "json"], export.Output)).Is(0);
        await using var moved = await StatsServiceApp.StartAsync(azurite.ConnectionString, to);

        Assert.Equal(96, export.Output.TrimEnd().Split('\n').Length);
        Assert.Equal(95, import.Json.GetProperty("stats_stored").GetInt32());
        var same = new MonarcClient(moved.Http, client.Token);
        Assert.Equal((await client.ListAsync(new { type = "risk" })).Is(200).Text, (await same.ListAsync(new { type = "risk" })).Is(200).Text);
        (await new MonarcClient(moved.Http, other.Token).GetAsync("client/me")).Is(403);
        Assert.All((string[])[export.Output, export.Error, import.Output, import.Error, .. logs.Lines], text => Assert.DoesNotContain(client.Token!, text));
    }

    [Fact]
    public async Task Lines_that_are_none_are_named_and_all_others_imported()
    {
        var (from, to) = (azurite.NewPrefix(), azurite.NewPrefix());
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, from);
        await (await app.RegisterAsync("acme")).PostAsync(PostedStat.Many(3));
        var lines = (await new Tool(azurite.ConnectionString, from).RunAsync("export", "--client", "acme")).Is(0).Output.TrimEnd().Split('\n').ToList();
        lines.Insert(2, "{\"client\":\"someone\"}");
        lines.Insert(3, lines[1].Replace("cartography", "weather", StringComparison.Ordinal));
        lines.Add(lines[^1][..^20]);

        var import = (await new Tool(azurite.ConnectionString, to).RunAsync(["import", "-", "--output", "json"], string.Join('\n', lines))).Is(1);

        Assert.Equal((3, 3), (import.Json.GetProperty("stats_stored").GetInt32(), import.Json.GetProperty("not_imported").GetInt32()));
        Assert.All((string[])["line 3:", "line 4:", "line 7:", "3 records"], place => Assert.Contains(place, import.Error));
    }

    /// <summary>The answers to all that the recording reads, whatever is expected of them.</summary>
    private static async Task<Dictionary<string, string>> ReadAsync(HttpClient http, IEnumerable<RecordedStep> steps, Dictionary<string, string> tokens)
    {
        var answers = new Dictionary<string, string>();
        foreach (var step in steps.Where(step => !step.IsWrite))
            answers[step.Name] = await ReplayAsync(http, step, tokens);
        answers["map"] = (await new MonarcClient(http, null).GetAsync("/map/clients.json")).Text;
        return answers;
    }

    private static async Task<string> ReplayAsync(HttpClient http, RecordedStep step, Dictionary<string, string> tokens)
    {
        using var request = step.CreateRequest(tokens);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.ReadAsync(response, TestContext.Current.CancellationToken);
        return $"{answer.Status} {answer.Text}";
    }

    /// <summary>Waits until no client's day waits for its aggregation.</summary>
    private static Task SettledAsync(StatsServiceApp app) => Eventually.HoldsAsync(async () =>
        (await app.Services.GetRequiredService<AggregationStatus>().ReadAsync(TestContext.Current.CancellationToken)).Days == 0);
}
