using StatsService.SampleData;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Cli;

public sealed class RemoteCommandTests(AzuriteFixture azurite, StatsServiceFixture remote) : IClassFixture<StatsServiceFixture>
{
    [Fact]
    public async Task Statistics_are_pulled_from_another_instance_and_pushed_to_it_once()
    {
        using var logs = new CapturedLogs();
        var (name, token) = (Guid.NewGuid().ToString(), StatsServiceApp.NewToken());
        var there = await remote.App.RegisterAsync(name, token);
        (await there.PostAsync([.. PostedStat.Many(3, "risk"), .. PostedStat.Many(2, "threat", PostedStat.Day(-400))])).Is(201);
        var server = remote.App.Http.BaseAddress!.ToString();
        var prefix = azurite.NewPrefix();
        var tool = new Tool(azurite.ConnectionString, prefix, logs, ("REMOTE_STATS_SERVER", server), ("REMOTE_STATS_TOKEN", token));
        (await tool.RunAsync("client", "create", "here", "--token", token)).Is(0);

        var pulled = (await tool.RunAsync(["pull", "here", "--server", server, "--token", "-", "--type", "risk", "--type", "threat", "--output", "json"], token)).Is(0);
        var again = (await tool.RunAsync("pull", "here", "--type", "risk", "--from", PostedStat.Day(-5), "--output", "json")).Is(0);
        Assert.Equal((5, 5), (pulled.Json.GetProperty("fetched").GetInt32(), pulled.Json.GetProperty("stored").GetInt32()));
        Assert.Equal((3, 0), (again.Json.GetProperty("fetched").GetInt32(), again.Json.GetProperty("stored").GetInt32()));

        Assert.Contains("has not agreed", (await tool.RunAsync("push", "here")).Is(1).Error);
        (await tool.RunAsync("client", "sharing", "here", "on")).Is(0);
        (await tool.RunAsync("delete", "here", "--type", "threat", "--yes")).Is(0);
        await there.DeleteAsync($"stats/{(await there.ListAsync(new { type = "risk" })).Stats[0].GetProperty("anr").GetString()}");
        var pushed = (await tool.RunAsync("push", "here", "--output", "json")).Is(0);

        Assert.Equal(3, pushed.Json.GetProperty("sent").GetInt32());
        Assert.Equal(3, (await there.ListAsync(new { type = "risk" })).Is(200).Stats.Count);
        Assert.All((string[])[pulled.Output, pulled.Error, pushed.Output, pushed.Error, .. logs.Lines], text => Assert.DoesNotContain(token, text));
    }

    [Fact]
    public async Task Without_an_instance_or_its_key_nothing_is_sent_or_fetched()
    {
        var tool = new Tool(azurite.ConnectionString, azurite.NewPrefix());
        (await tool.RunAsync("client", "create", "here", "--sharing")).Is(0);

        Assert.Contains("REMOTE_STATS_SERVER", (await tool.RunAsync("push", "here")).Is(1).Error);
        Assert.Contains("--server", (await tool.RunAsync("pull", "here", "--token", "x")).Is(1).Error);
        Assert.Contains("--token", (await tool.RunAsync("pull", "here", "--server", "http://127.0.0.1:1")).Is(1).Error);
        Assert.NotEmpty((await tool.RunAsync("pull", "here", "--server", remote.App.Http.BaseAddress!.ToString(), "--token", "unknown")).Is(1).Error);
    }

    [Fact]
    public async Task MOSP_is_asked_which_objects_it_publishes()
    {
        using var mosp = new ScriptedMosp { Publishes = known => known.Uuid == SampleThreats.All[0].Uuid };
        var tool = new Tool(azurite.ConnectionString, azurite.NewPrefix(), null, ("MOSP_URL", mosp.Url));

        var answers = (await tool.RunAsync("mosp", "is-published", $"{SampleThreats.All[0].Uuid}", $"{SampleThreats.All[1].Uuid}", "--output", "json")).Is(0).Json;

        Assert.Equal([true, false], answers.EnumerateArray().Select(answer => answer.GetProperty("is_published").GetBoolean()));
        Assert.StartsWith(mosp.Url, answers[0].GetProperty("page").GetString());
        Assert.Contains("not published", (await tool.RunAsync("mosp", "is-published", $"{SampleThreats.All[1].Uuid}")).Is(0).Output);
        (await new Tool(azurite.ConnectionString, "x", null, ("MOSP_URL", "off")).RunAsync("mosp", "is-published", $"{Guid.NewGuid()}")).Is(1);
    }
}
