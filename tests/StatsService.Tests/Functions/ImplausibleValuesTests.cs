using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class ImplausibleValuesTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_value_that_no_scale_holds_is_given_back_as_sent_and_moves_no_average_and_the_status_names_its_client()
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        using var counted = new MetricCollector<long>(app.Services.GetRequiredService<IMeterFactory>(), ServiceMeter.Name, "stats_implausible_elements");
        var (honest, poisoner) = (await app.RegisterAsync("honest"), await app.RegisterAsync("poisoner"));
        var poison = new PostedStat
        {
            Type = "threat",
            Date = PostedStat.Day(0),
            Data = $$"""[{"uuid":"{{PublicStatsData.Threat}}","label1":"Vol","count":1000000000000,"maxRisk":1,"averageRate":"1.50"},{"uuid":"5b0c5a3e-7a1a-4d0a-9a53-3f2f4c9a0002","count":2,"maxRisk":1,"averageRate":1}]""",
        };
        (await honest.PostAsync(new PostedStat { Type = "threat", Date = PostedStat.Day(0), Data = PublicStatsData.Threats(4) })).Is(201);
        (await poisoner.PostAsync(poison)).Is(201);
        await Eventually.HoldsAsync(async () => (await PublicAsync()).Count == 2);

        Assert.Equal(4, (await PublicAsync())[PublicStatsData.Threat]);
        Assert.Equal(poison.Data, (await poisoner.ListAsync(new { type = "threat" })).Is(200).DataByUuid[poison.Uuid!]);
        Assert.True(counted.GetMeasurementSnapshot().Sum(measurement => measurement.Value) > 0);
        var status = (await app.Admin.GetAsync("admin/status")).Is(200).Json;
        var named = Assert.Single(status.GetProperty("implausible").EnumerateArray());
        Assert.Equal(("poisoner", 1, poison.Date), (named.GetProperty("client").GetString(), named.GetProperty("elements").GetInt32(), named.GetProperty("newest").GetString()));
        Assert.Equal("ok", status.GetProperty("status").GetString());

        async Task<Dictionary<string, double>> PublicAsync() => (await app.Anonymous.GetAsync("/stats/threats.json")).Is(200).Json.EnumerateArray()
            .ToDictionary(threat => threat.GetProperty("object").GetString()!, threat => threat.GetProperty("averages").GetProperty("count").GetDouble());
    }
}
