namespace StatsService.Tests.Functions;

/// <summary>What MONARC's front offices, its playbook and other instances do, and what they accept.</summary>
public sealed class MonarcHabitsTests(StatsServiceFixture service) : IClassFixture<StatsServiceFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_parameters_of_a_GET_are_read_from_its_body_with_a_length_or_in_chunks(bool chunked)
    {
        var client = await service.App.RegisterAsync();
        var stat = new PostedStat { Type = "compliance", Date = "2020-05-05" };
        (await client.PostAsync(stat)).Is(201);

        var answer = await client.SendAsync("GET", "stats/", new { type = "compliance", date_from = "2020-01-01" }, Chunk(chunked));

        Assert.Equal([stat.Uuid], answer.Is(200).Uuids);
        var processed = await client.SendAsync("GET", "stats/processed/", new { type = "risk", processor = "risk_averages" }, Chunk(chunked));
        Assert.Equal("risk_averages", processed.Is(200).Json.GetProperty("processor").GetString());
    }

    [Fact]
    public async Task A_batch_in_chunks_is_stored()
    {
        var client = await service.App.RegisterAsync();

        Assert.Single((await client.SendAsync("POST", "stats/", PostedStat.Batch(new PostedStat()), Chunk(true))).Is(201).Stats);
    }

    [Fact]
    public async Task A_day_is_sent_without_UUIDs_and_answered_201_also_a_second_time()
    {
        var client = await service.App.RegisterAsync();
        PostedStat[] day = [.. ((string[])["risk", "threat", "vulnerability", "cartography", "compliance"]).Select(type => new PostedStat { Uuid = null, Type = type, Data = "[]" })];

        var first = (await client.PostAsync(day)).Is(201).Uuids;
        Assert.Equal(first, (await client.PostAsync(day)).Is(201).Uuids);

        Assert.Single((await client.ListAsync(new { type = "risk" })).Is(200).Stats);
    }

    [Fact]
    public async Task A_day_that_is_deleted_and_collected_anew_is_stored_anew()
    {
        var client = await service.App.RegisterAsync();
        var anr = Guid.NewGuid().ToString();
        PostedStat[] day = [.. ((string[])["risk", "threat", "vulnerability", "cartography", "compliance"]).Select(type => new PostedStat { Uuid = null, Anr = anr, Type = type, Data = "[]" })];
        (await client.PostAsync(day)).Is(201);

        (await client.DeleteAsync($"stats/{anr}")).Is(204);
        Assert.Empty((await client.GetAsync($"stats/{anr}")).Is(200).Stats);

        Assert.Equal(5, (await client.PostAsync(day)).Is(201).Stats.Count);
        Assert.Equal(5, (await client.GetAsync($"stats/{anr}")).Is(200).Stats.Count);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task An_empty_PHP_map_means_no_parameters_of_the_processor(string parameters)
    {
        var client = await service.App.RegisterAsync();

        (await client.GetAsync("stats/processed/", $$"""{"type":"risk","processor":"risk_averages_on_date","processor_params":{{parameters}},"anrs":[]}""")).Is(200);
    }

    [Fact]
    public async Task Every_path_answers_with_and_without_a_trailing_slash()
    {
        var client = await service.App.RegisterAsync();
        var parameters = new { type = "risk", processor = "risk_averages" };
        foreach (var slash in (string[])["", "/"])
        {
            (await client.GetAsync($"client/me{slash}")).Is(200);
            (await client.SendAsync("PATCH", $"client/me{slash}", new { is_sharing_enabled = true })).Is(201);
            (await client.PostAsync("[]")).Is(201);
            (await client.SendAsync("POST", $"stats{slash}", "[]")).Is(201);
            (await client.GetAsync($"stats{slash}", new { type = "risk" })).Is(200);
            (await client.GetAsync($"stats/processed{slash}", parameters)).Is(200);
            (await client.GetAsync($"stats/processed/list{slash}")).Is(200);
            (await client.GetAsync($"stats/{Guid.NewGuid()}{slash}")).Is(200);
            (await client.DeleteAsync($"stats/{Guid.NewGuid()}{slash}")).Is(204);
            (await service.App.Admin.SendAsync("POST", $"client{slash}", new { name = $"slash{slash}", is_sharing_enabled = true, token = (string?)null })).Is(201);
            (await service.App.Anonymous.GetAsync($"/stats/risks.json{slash}")).Is(200);
        }
    }

    [Fact]
    public async Task The_key_in_an_answer_is_the_key_of_the_call()
    {
        var client = await service.App.RegisterAsync("availability test");

        var me = (await client.GetAsync("client/me")).Is(200).Json;

        Assert.Equal($$"""{"name":"availability test","token":"{{client.Token}}","role":"1","is_sharing_enabled":true}""", me.GetRawText());
    }

    [Fact]
    public async Task A_playbook_registers_until_it_is_created_or_exists()
    {
        var registration = new { name = "playbook", is_sharing_enabled = false, token = StatsServiceApp.NewToken() };

        (await service.App.Admin.SendAsync("POST", "client/", registration)).Is(201);
        var again = await service.App.Admin.SendAsync("POST", "client/", registration);

        Assert.Empty(again.Is(304).Body);
    }

    [Fact]
    public async Task Another_instance_sends_the_same_rows_again_after_a_failure_and_pulls_them()
    {
        var client = await service.App.RegisterAsync();
        var stats = PostedStat.Many(10);
        (await client.PostAsync(stats.Take(5))).Is(201);

        Assert.Equal(stats.Skip(5).Select(stat => stat.Uuid), (await client.PostAsync(stats)).Is(207).Uuids);
        Assert.Equal(10, (await client.GetAsync("stats/?type=cartography")).Is(200).Stats.Count);
    }

    [Fact]
    public async Task Where_body_and_query_string_both_give_a_parameter_the_body_counts()
    {
        var client = await service.App.RegisterAsync();
        var (one, other, third) = (new PostedStat(), new PostedStat(), new PostedStat());
        (await client.PostAsync(one, other, third)).Is(201);

        Assert.Equal([one.Uuid], (await client.GetAsync($"stats/?type=risk&anrs={other.Anr}", new { type = "cartography", anrs = new[] { one.Anr } })).Is(200).Uuids);
        foreach (var anrs in (string[])[$"anrs={one.Anr},{other.Anr}", $"anrs={one.Anr}&anrs={other.Anr}"])
            Assert.Equal(new[] { one.Uuid, other.Uuid }.Order(), (await client.GetAsync($"stats/?type=cartography&{anrs}")).Is(200).Uuids.Order());
        Assert.Equal(["type"], (await client.GetAsync("stats/?type=cartography&type=risk")).Is(400).ErrorFields);
        Assert.Contains("foo", (await client.GetAsync("stats/?type=cartography&foo=1")).Is(400).Message);
    }

    private static Action<HttpRequestMessage> Chunk(bool chunked) => request =>
    {
        request.Headers.TransferEncodingChunked = chunked;
        if (chunked)
            request.Content!.Headers.ContentLength = null;
    };
}
