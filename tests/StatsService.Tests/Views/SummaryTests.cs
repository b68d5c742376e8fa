using System.Text.Json;
using StatsService.Stats;

namespace StatsService.Tests.Views;

public sealed class SummaryTests : IAsyncLifetime
{
    private ViewWorld world = null!;

    public async ValueTask InitializeAsync() => world = await ViewWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task It_tells_what_there_is_and_what_there_was_thirty_days_before()
    {
        await world.AddAsync(StatType.Risk, 30, EvolutionTests.Risks(4));
        await world.AddAsync(StatType.Risk, 1, EvolutionTests.Risks(2));
        await world.AddAsync(StatType.Risk, 1, EvolutionTests.Risks(3));
        await world.PublishAsync(StatType.Risk, 30);

        var found = (await world.App.Anonymous.GetAsync("/stats/summary.json")).Is(200).Json;

        Assert.Equal((PostedStat.Day(-1), PostedStat.Day(-30)), (found.GetProperty("day").GetString(), found.GetProperty("before").GetString()));
        Assert.Equal((2, 1, 31), Numbers("organisations"));
        Assert.Equal((2, 1, 31), Numbers("analyses"));
        // Of information and of operational risks together.
        var high = found.GetProperty("highRisks");
        Assert.Equal((5, 8, 5), (high.GetProperty("now").GetDouble(), high.GetProperty("before").GetDouble(), high.GetProperty("series")[30].GetDouble()));

        (int Now, int Before, int Days) Numbers(string name)
        {
            var numbers = found.GetProperty(name);
            return (numbers.GetProperty("now").GetInt32(), numbers.GetProperty("before").GetInt32(), numbers.GetProperty("series").GetArrayLength());
        }
    }

    [Fact]
    public async Task Without_statistics_all_is_null() =>
        Assert.All((await world.App.Anonymous.GetAsync("/stats/summary.json")).Is(200).Json.EnumerateObject(), part => Assert.Equal(JsonValueKind.Null, part.Value.ValueKind));
}
