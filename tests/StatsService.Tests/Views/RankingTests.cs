using System.Text.Json;
using StatsService.Stats;

namespace StatsService.Tests.Views;

public sealed class RankingTests : IAsyncLifetime
{
    private static readonly Guid A = new("aaaaaaaa-0000-4000-8000-000000000001");
    private static readonly Guid B = new("bbbbbbbb-0000-4000-8000-000000000001");
    private static readonly Guid C = new("cccccccc-0000-4000-8000-000000000001");
    private ViewWorld world = null!;

    public async ValueTask InitializeAsync() => world = await ViewWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task It_rests_on_the_newest_day_that_is_over_and_is_compared_with_thirty_days_before()
    {
        await AddAsync(31, (A, 1, 10, 1), (B, 2, 20, 3));
        await AddAsync(1, (A, 3, 12, 2), (B, 4, 24, 1), (C, 5, 30, 1.5));
        await AddAsync(0, (A, 100, 100, 4));
        await world.PublishAsync(StatType.Threat, 31);

        var found = (await world.App.Anonymous.GetAsync("/stats/ranking/threats.json")).Is(200).Json;

        Assert.Equal((PostedStat.Day(-1), PostedStat.Day(-31)), (found.GetProperty("day").GetString(), found.GetProperty("before").GetString()));
        Assert.Equal((1, 2), (found.GetProperty("analyses").GetInt32(), found.GetProperty("contributors").GetInt32()));
        Assert.Equal([(A, 1, 2), (C, 2, null), (B, 3, 1)], Places(found));
        Assert.Equal("[2,3,12]", Objects(found)[0].GetProperty("now").GetRawText());
        Assert.Equal("[1,1,10]", Objects(found)[0].GetProperty("before").GetRawText());
        Assert.Equal(JsonValueKind.Null, Objects(found)[1].GetProperty("before").ValueKind);
        Assert.Equal($"Object {A.ToString()[..8]}", Objects(found)[0].GetProperty("name").GetString());
        var trend = Objects(found)[0].GetProperty("trend").EnumerateArray().ToList();
        Assert.Equal((31, "0", "20", 2), (trend.Count, trend[0].GetRawText(), trend[^1].GetRawText(), trend.Count(value => value.ValueKind == JsonValueKind.Number)));
    }

    [Fact]
    public async Task Another_measure_gives_another_order_and_equal_ones_stand_by_UUID()
    {
        await AddAsync(1, (C, 3, 5, 1), (B, 3, 7, 2), (A, 3, 6, 3));
        await world.PublishAsync(StatType.Threat, 1);

        Assert.Equal([(B, 1, null), (A, 2, null), (C, 3, null)], Places((await world.App.Anonymous.GetAsync("/stats/ranking/threats.json?by=maxRisk")).Is(200).Json));
        Assert.Equal([(A, 1, null), (B, 2, null), (C, 3, null)], Places((await world.App.Anonymous.GetAsync("/stats/ranking/threats.json?by=count")).Is(200).Json));
    }

    [Fact]
    public async Task The_day_before_is_at_most_three_days_off_and_a_day_that_has_begun_counts_where_there_is_no_other()
    {
        await AddAsync(34, (A, 1, 1, 1));
        await AddAsync(0, (A, 1, 1, 1));
        await world.PublishAsync(StatType.Threat, 34);
        var old = (await world.App.Anonymous.GetAsync("/stats/ranking/threats.json")).Is(200).Json;
        Assert.Equal((PostedStat.Day(-34), null), (old.GetProperty("day").GetString(), old.GetProperty("before").GetString()));

        await AddAsync(-1, (A, 1, 1, 1));
        await AddAsync(3, (A, 1, 1, 1));
        await world.PublishAsync(StatType.Threat, 34);
        Assert.Equal(PostedStat.Day(-34), await NextAsync("before"));

        async Task<string?> NextAsync(string name)
        {
            string? found = null;
            await Eventually.HoldsAsync(async () =>
            {
                var json = (await world.App.Anonymous.GetAsync("/stats/ranking/threats.json")).Is(200).Json;
                found = json.GetProperty(name).GetString();
                return json.GetProperty("day").GetString() == PostedStat.Day(-3);
            });
            return found;
        }
    }

    [Fact]
    public async Task Only_a_day_that_has_begun_is_shown_as_it_is()
    {
        await AddAsync(0, (A, 1, 1, 1));
        await world.PublishAsync(StatType.Threat);

        Assert.Equal(PostedStat.Day(0), (await world.App.Anonymous.GetAsync("/stats/ranking/threats.json")).Is(200).Json.GetProperty("day").GetString());
    }

    [Fact]
    public async Task Over_months_it_is_the_mean_over_all_statistics()
    {
        await AddAsync(40, (A, 2, 1, 1));
        await AddAsync(2, (A, 4, 1, 1));
        await AddAsync(2, (A, 6, 1, 1));
        await world.PublishAsync(StatType.Threat, 40);

        var found = (await world.App.Anonymous.GetAsync("/stats/ranking/threats.json?months=3")).Is(200).Json;

        Assert.Equal("[1,4,1]", Objects(found)[0].GetProperty("now").GetRawText());
        Assert.Equal((2, JsonValueKind.Null), (found.GetProperty("analyses").GetInt32(), found.GetProperty("day").ValueKind));
    }

    [Fact]
    public async Task What_too_few_organisations_report_is_not_shown()
    {
        await using var strict = await ViewWorld.StartAsync(null, "PUBLIC_MIN_CONTRIBUTORS=3");
        var tally = ViewWorld.Of((A, 1, 1, 1), (B, 1, 1, 2));
        tally[A].Add(0, 1, default, default, default);
        tally.Contributors = 3;
        await strict.AddAsync(StatType.Threat, 2, tally);
        await strict.AddAsync(StatType.Threat, 1, ViewWorld.Of((C, 1, 1, 1)));
        await strict.PublishAsync(StatType.Threat, 2);

        var found = (await strict.App.Anonymous.GetAsync("/stats/ranking/threats.json")).Is(200).Json;

        Assert.Equal(PostedStat.Day(-2), found.GetProperty("day").GetString());
        Assert.Equal([(A, 1, null)], Places(found));
        (await strict.App.Anonymous.GetAsync($"/stats/objects/threats.json?uuid={C}")).Is(404);
        (await strict.App.Anonymous.GetAsync($"/threats/{B}")).Is(404);
        var file = (await strict.App.Anonymous.GetAsync("/data/threats.csv")).Is(200).Text;
        Assert.Equal((true, false, false), (Holds(A), Holds(B), Holds(C)));

        bool Holds(Guid uuid) => file.Contains($"{uuid}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_far_organisations_differ_is_told_of_the_newest_day_and_of_what_enough_of_them_report()
    {
        await using var strict = await ViewWorld.StartAsync(null, "PUBLIC_MIN_CONTRIBUTORS=6");
        for (var number = 1; number <= 6; number++)
            await strict.AddAsync(StatType.Threat, 1, number == 6 ? ViewWorld.Of((A, number, 10, 1)) : ViewWorld.Of((A, number, 10, 1), (B, 1, 1, 2)));
        await strict.ReconcileAsync(StatType.Threat, 1);

        var found = Objects((await strict.App.Anonymous.GetAsync("/stats/ranking/threats.json?by=count")).Is(200).Json);

        Assert.Equal("[[1,1,1],[2.25,3.5,4.75],[10,10,10]]", found[0].GetProperty("organisationMeans").GetRawText());
        Assert.Equal((B, JsonValueKind.Null), (found[1].GetProperty("object").GetGuid(), found[1].GetProperty("organisationMeans").ValueKind));
        Assert.Equal((12, 10), (found[0].GetProperty("organisations").GetInt32(), found[1].GetProperty("organisations").GetInt32()));
        var months = Objects((await strict.App.Anonymous.GetAsync("/stats/ranking/threats.json?months=3")).Is(200).Json);
        Assert.All(months, one => Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (one.GetProperty("organisationMeans").ValueKind, one.GetProperty("organisations").ValueKind)));
    }

    [Fact]
    public async Task A_label_that_one_client_alone_uses_is_never_told()
    {
        var tally = ViewWorld.Of((A, 1, 1, 1), (B, 1, 1, 1));
        tally[A].Add(0, -1, default, default, default);
        await world.AddAsync(StatType.Threat, 1, tally);
        await world.PublishAsync(StatType.Threat, 1);

        var answer = (await world.App.Anonymous.GetAsync("/stats/ranking/threats.json")).Is(200);

        Assert.Equal([null, $"Object {B.ToString()[..8]}"], Objects(answer.Json).Select(one => one.GetProperty("name").GetString()));
        foreach (var address in (string[])["/data/threats.csv", $"/stats/objects/threats.json?uuid={A}", "/stats/evolution/threats.json", $"/threats/{A}"])
            Assert.DoesNotContain($"Object {A.ToString()[..8]}", (await world.App.Anonymous.GetAsync(address)).Text);
    }

    [Fact]
    public async Task Without_statistics_it_is_empty()
    {
        var found = (await world.App.Anonymous.GetAsync("/stats/ranking/vulnerabilities.json")).Is(200).Json;

        Assert.Equal((JsonValueKind.Null, 0), (found.GetProperty("day").ValueKind, Objects(found).Count));
    }

    [Theory]
    [InlineData("by=rate", "by")]
    [InlineData("language=xx", "language")]
    [InlineData("months=0", "months")]
    [InlineData("months=1000", "months")]
    [InlineData("by=count&by=maxRisk", "by")]
    public async Task A_wrong_parameter_is_named(string query, string field) =>
        Assert.Equal([field], (await world.App.Anonymous.GetAsync($"/stats/ranking/threats.json?{query}")).Is(400).ErrorFields);

    private Task AddAsync(int back, params (Guid, double, double, double)[] objects) => world.AddAsync(StatType.Threat, back, ViewWorld.Of(objects));

    private static IReadOnlyList<JsonElement> Objects(JsonElement found) => [.. found.GetProperty("objects").EnumerateArray()];

    private static IEnumerable<(Guid, int, int?)> Places(JsonElement found) =>
        from one in Objects(found)
        let before = one.GetProperty("placeBefore")
        select (one.GetProperty("object").GetGuid(), one.GetProperty("place").GetInt32(), before.ValueKind == JsonValueKind.Null ? (int?)null : before.GetInt32());
}
