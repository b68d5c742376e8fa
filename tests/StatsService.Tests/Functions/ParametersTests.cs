namespace StatsService.Tests.Functions;

public sealed class ParametersTests(StatsServiceFixture service) : IClassFixture<StatsServiceFixture>
{
    private const string Anr = "c2a1b2f0-77aa-4f0e-9d1c-0123456789ab";

    [Theory]
    [InlineData("{}", "type")]
    [InlineData("{\"type\":null}", "type")]
    [InlineData("{\"type\":\"RISK\"}", "type")]
    [InlineData("{\"type\":[\"risk\"]}", "type")]
    [InlineData("{\"type\":\"\\ud800\"}", "type")]
    [InlineData("{\"type\":\"risk\",\"anrs\":\"x\"}", "anrs")]
    [InlineData("{\"type\":\"risk\",\"anrs\":[null]}", "anrs")]
    [InlineData("{\"type\":\"risk\",\"anrs\":[1]}", "anrs")]
    [InlineData("{\"type\":\"risk\",\"anrs\":{\"a\":1}}", "anrs")]
    [InlineData("{\"type\":\"risk\",\"anr\":\"x\"}", "anr")]
    [InlineData("{\"type\":\"risk\",\"anr\":[]}", "anr")]
    [InlineData("{\"type\":\"risk\",\"group_by_anr\":2}", "group_by_anr")]
    [InlineData("{\"type\":\"risk\",\"group_by_anr\":\"yes\"}", "group_by_anr")]
    [InlineData("{\"type\":\"risk\",\"date_from\":\"\"}", "date_from")]
    [InlineData("{\"type\":\"risk\",\"date_to\":20260101}", "date_to")]
    [InlineData("{\"type\":\"risk\",\"get_last\":\"maybe\"}", "get_last")]
    [InlineData("{\"type\":\"risk\",\"get_last\":2}", "get_last")]
    [InlineData("{\"type\":\"risk\",\"offset\":-1}", "offset")]
    [InlineData("{\"type\":\"risk\",\"offset\":1.5}", "offset")]
    [InlineData("{\"type\":\"risk\",\"offset\":99999999999999999999}", "offset")]
    [InlineData("{\"type\":\"risk\",\"limit\":\"-1\"}", "limit")]
    [InlineData("{\"type\":\"risk\",\"limit\":true}", "limit")]
    [InlineData("{\"type\":\"risk\",\"limit\":\" 1\"}", "limit")]
    [InlineData("{\"limit\":-1,\"offset\":\"x\",\"foo\":1}", "type", "offset", "limit")]
    public async Task A_wrong_parameter_of_a_list_is_named(string parameters, params string[] fields)
    {
        var answer = await service.App.Admin.GetAsync("stats/", parameters);

        Assert.Equal(fields.Order(), answer.Is(400).ErrorFields.Order());
        Assert.Equal("Input payload validation failed", answer.Message);
    }

    [Theory]
    [InlineData("\"anrs\":null,\"anr\":null,\"date_from\":null,\"date_to\":null,\"limit\":null,\"offset\":null,\"get_last\":null")]
    [InlineData($"\"anrs\":[\"{Anr}\",\"{{{Anr}}}\"],\"anr\":\"{Anr}\"")]
    [InlineData("\"group_by_anr\":\"1\",\"offset\":\"0\",\"limit\":\"10\"")]
    [InlineData("\"get_last\":\"\"")]
    [InlineData("\"get_last\":\"TRUE\"")]
    [InlineData("\"get_last\":\"0\"")]
    [InlineData("\"get_last\":1")]
    [InlineData("\"date_from\":\"2026-01-01T00:00:00Z\",\"date_to\":\"0001-01-01\"")]
    [InlineData("\"type\":\"threat\"")]
    public async Task Every_spelling_of_a_parameter_that_MONARC_knows_is_read(string parameters) =>
        (await service.App.Admin.GetAsync("stats/", $"{{\"type\":\"risk\",{parameters}}}")).Is(200);

    [Theory]
    [InlineData("{\"type\":\"risk\",\"b\":1,\"a\":2}", "Unknown arguments: b, a")]
    [InlineData("{\"type\":\"risk\",\"Type\":\"risk\"}", "Unknown arguments: Type")]
    [InlineData("{\"type\":\"risk\",\"\\ud800\":1}", "Unknown arguments: \uFFFD")]
    public async Task Unknown_parameters_are_named(string parameters, string message) =>
        Assert.Equal(message, (await service.App.Admin.GetAsync("stats/", parameters)).Is(400).Message);

    [Theory]
    [InlineData("{\"type\":\"risk\"")]
    [InlineData("[\"risk\"]")]
    [InlineData("\"risk\"")]
    public async Task A_body_of_a_GET_that_is_no_JSON_object_counts_as_an_empty_one(string body) =>
        Assert.Equal(["type"], (await service.App.Admin.GetAsync("stats/", body)).Is(400).ErrorFields);

    [Theory]
    [InlineData("{}", "type", "processor")]
    [InlineData("{\"type\":\"risk\",\"processor\":\"x\"}", "processor")]
    [InlineData("{\"type\":\"risk\",\"processor\":[\"risk_averages\"]}", "processor")]
    [InlineData("{\"type\":\"risk\",\"processor\":\"risk_averages\",\"processor_params\":[1]}", "processor_params")]
    [InlineData("{\"type\":\"risk\",\"processor\":\"risk_averages\",\"processor_params\":\"x\"}", "processor_params")]
    [InlineData("{\"type\":\"risk\",\"processor\":\"risk_averages\",\"local_stats_only\":2}", "local_stats_only")]
    public async Task A_wrong_parameter_of_a_processor_is_named(string parameters, params string[] fields) =>
        Assert.Equal(fields.Order(), (await service.App.Admin.GetAsync("stats/processed/", parameters)).Is(400).ErrorFields.Order());

    [Theory]
    [InlineData("{\"\\ud800 is no text\":1}")]
    [InlineData("{\"risks_state\":\"\\ud800\",\"risks_type\":[\"\\udc00\",1,null]}")]
    [InlineData("{\"risks_state\":7,\"risks_type\":{}}")]
    public async Task Odd_processor_parameters_select_nothing_or_everything_but_never_fail(string parameters) =>
        (await service.App.Admin.GetAsync("stats/processed/", $"{{\"type\":\"risk\",\"processor\":\"risk_averages_on_date\",\"processor_params\":{parameters}}}")).Is(200);

    [Theory]
    [InlineData("{\"is_sharing_enabled\":true,\"token\":null}", "name")]
    [InlineData("{\"name\":\"\",\"is_sharing_enabled\":true,\"token\":\"\"}", "name", "token")]
    [InlineData("{\"name\":1,\"is_sharing_enabled\":\"maybe\",\"token\":1}", "name", "is_sharing_enabled", "token")]
    [InlineData("[]", "name", "is_sharing_enabled", "token")]
    [InlineData("{\"name\":\"\\ud800\",\"is_sharing_enabled\":true,\"token\":\"\\udc00\"}", "name", "token")]
    public async Task A_wrong_field_of_a_client_is_named(string body, params string[] fields) =>
        Assert.Equal(fields.Order(), (await service.App.Admin.SendAsync("POST", "client/", body)).Is(400).ErrorFields.Order());

    [Fact]
    public async Task A_name_may_have_any_characters_and_stays_unique()
    {
        var name = "é/\\#?\u0001\n😀'\"%_ " + new string('x', 80);

        var client = await service.App.RegisterAsync(name);

        Assert.Equal(name, (await client.GetAsync("client/me")).Is(200).Json.GetProperty("name").GetString());
        (await service.App.Admin.SendAsync("POST", "client/", new { name, is_sharing_enabled = true, token = StatsServiceApp.NewToken() })).Is(304);
    }
}
