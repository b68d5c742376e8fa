using StatsService.Tests.Azurite;

namespace StatsService.Tests.Cli;

/// <summary>Results for people, for JSON readers, and for <c>cut</c>.</summary>
public sealed class ResultFormTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string prefix = azurite.NewPrefix();

    private Tool Tool => new(azurite.ConnectionString, prefix);

    public async ValueTask InitializeAsync() => (await Tool.RunAsync("client", "create", "Bâle\tÉvry", "--sharing")).Is(0);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task JSON_has_the_letters_themselves_and_what_is_recorded_alone()
    {
        var list = (await Tool.RunAsync("client", "list", "--output", "json")).Is(0);

        Assert.Contains("Bâle\\tÉvry", list.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["uuid", "name", "role", "is_sharing_enabled", "is_active", "is_excluded", "latitude", "longitude", "created_at"],
            list.Json[0].EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Lines_with_tabs_have_the_values_of_the_JSON_in_its_order()
    {
        var line = (await Tool.RunAsync("client", "list", "-o", "tsv")).Is(0).Output.TrimEnd('\n').Split('\t');

        Assert.Equal(("Bâle Évry", "user", "true", "true", "false", "", ""), (line[1], line[2], line[3], line[4], line[5], line[6], line[7]));
        Assert.Equal(9, line.Length);
        Assert.Equal(10, (await Tool.RunAsync("client", "create", "other", "-o", "tsv")).Is(0).Output.Split('\t').Length);
        Assert.Empty((await Tool.RunAsync("list-last", "-o", "tsv")).Is(0).Output);
    }

    [Fact]
    public async Task A_table_has_a_line_for_each_client_whatever_its_name()
    {
        Assert.Equal(2, (await Tool.RunAsync("client", "list")).Is(0).Output.TrimEnd().Split('\n').Length);
        Assert.Contains("Bâle Évry", (await Tool.RunAsync("client", "list", "--output", "table")).Is(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_is_shown_with_its_newest_statistics_and_how_forwarding_goes()
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);
        var key = (await Tool.RunAsync("client", "create", "acme", "-o", "json")).Is(0).Json.GetProperty("token").GetString()!;
        (await new MonarcClient(app.Http, key).PostAsync(new PostedStat { Type = "threat", Date = PostedStat.Day(-1) })).Is(201);

        var shown = (await Tool.RunAsync("client", "show", "acme", "-o", "json")).Is(0);
        Assert.Equal(("threat", PostedStat.Day(-1), 1), (shown.Json.GetProperty("newest")[0].GetProperty("type").GetString(), shown.Json.GetProperty("newest")[0].GetProperty("newest").GetString(), shown.Json.GetProperty("newest")[0].GetProperty("anrs").GetInt32()));
        Assert.DoesNotContain(key, shown.Output, StringComparison.Ordinal);
        Assert.Matches($"threat +{PostedStat.Day(-1)} +1", (await Tool.RunAsync("client", "show", "acme")).Is(0).Output);
        Assert.Contains("Nothing waits", (await new Tool(azurite.ConnectionString, prefix, more: ("REMOTE_STATS_SERVER", "http://127.0.0.1:1")).RunAsync("client", "show", "Bâle\tÉvry")).Is(0).Output, StringComparison.Ordinal);
    }
}
