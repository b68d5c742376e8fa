using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StatsService.SampleData;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Views;

public sealed class AverageOfDayTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateOnly Yesterday = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
    private StatsServiceApp app = null!;
    private MonarcClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        client = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("cartography")]
    [InlineData("compliance")]
    public async Task What_front_offices_send_is_averaged_for_the_public_for_callers_and_by_analysis(string type)
    {
        var office = new SampleFrontOffice(anrs: 4) { Types = [type] };
        (await client.SendAsync("POST", "stats/", System.Text.Encoding.UTF8.GetString(office.Batch(Yesterday, Yesterday.AddDays(-40))))).Is(201);
        (await client.PostAsync(new PostedStat { Type = type, Date = PostedStat.Day(-1), Data = """{"risks":7}""" })).Is(201);
        await Eventually.HoldsAsync(async () => (await PublicAsync("")).GetProperty("analyses").GetInt32() == 5);

        var found = await PublicAsync("");
        Assert.Equal((PostedStat.Day(-1), 1), (found.GetProperty("day").GetString(), found.GetProperty("contributors").GetInt32()));

        // The same day by the averages of the API, of all and of the analyses alone: the odd one adds nothing.
        object parameters = new { type, processor = $"{type}_average", date_from = PostedStat.Day(-1) };
        var all = (await client.GetAsync("stats/processed/", parameters)).Is(200).Json.GetProperty("data");
        Assert.True(JsonElement.DeepEquals(found.GetProperty("average"), all));
        var own = (await client.GetAsync("stats/processed/", new { type, processor = $"{type}_average", date_from = PostedStat.Day(-1), anrs = office.Anrs })).Is(200).Json.GetProperty("data");
        Assert.Equal(all.GetRawText(), own.GetRawText());
        Assert.False(JsonElement.DeepEquals(all, (await PublicAsync("?months=3")).GetProperty("average")));

        // The totals are what a computation from scratch gives.
        var audit = await app.Services.GetRequiredService<TotalsAudit>().VerifyAsync(null, TestContext.Current.CancellationToken);
        Assert.Empty(audit.Differences);
        Assert.True(audit.Days > 0);

        Task<JsonElement> PublicAsync(string query) => AskAsync(type, query);
    }

    [Fact]
    public async Task The_odd_statistic_is_stored_as_it_came()
    {
        var stat = new PostedStat { Type = "compliance", Data = """{"risks":7}""" };
        (await client.PostAsync(stat)).Is(201);

        Assert.Equal(stat.Data, (await client.ListAsync(new { type = "compliance" })).Is(200).DataByUuid[stat.Uuid!]);
    }

    [Fact]
    public async Task Without_statistics_there_is_no_average()
    {
        Assert.Equal(JsonValueKind.Null, (await AskAsync("cartography", "")).GetProperty("average").ValueKind);
        Assert.Equal(["months"], (await app.Anonymous.GetAsync("/stats/compliance.json?months=x")).Is(400).ErrorFields);
        Assert.Equal("[]", (await client.GetAsync("stats/processed/", new { type = "compliance", processor = "compliance_average" })).Is(200).Json.GetProperty("data").GetRawText());
        (await client.GetAsync("stats/processed/", new { type = "risk", processor = "compliance_average" })).Is(400);
    }

    private async Task<JsonElement> AskAsync(string type, string query) => (await app.Anonymous.GetAsync($"/stats/{type}.json{query}")).Is(200).Json;
}
