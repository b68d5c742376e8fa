using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Forwarding;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Forwarding;

public sealed class ForwardingHealthTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_remote_instance_that_refuses_the_key_degrades_the_status_until_another_key_is_set()
    {
        var prefix = azurite.NewPrefix();
        await using var remote = await ScriptedRemote.StartAsync();
        remote.Always = call => call.Key == "right-key" ? null : Results.StatusCode(StatusCodes.Status403Forbidden);

        await using var wrong = await StartAsync(prefix, remote, "wrong-key");
        (await (await wrong.RegisterAsync("office")).PostAsync(new PostedStat())).Is(201);
        var degraded = await ForwardAsync(wrong, wrong.Admin.Token!);
        Assert.Equal("degraded", degraded.GetProperty("status").GetString());
        Assert.Contains("office", Assert.Single(degraded.GetProperty("reasons").EnumerateArray()).GetString());
        Assert.True(OfOffice(degraded).GetProperty("is_stopped").GetBoolean());
        Assert.Equal(JsonValueKind.String, OfOffice(degraded).GetProperty("waiting_since").ValueKind);
        Assert.DoesNotContain("wrong-key", $"{degraded}");

        await using var right = await StartAsync(prefix, remote, "right-key");
        var ok = await ForwardAsync(right, wrong.Admin.Token!);
        Assert.Equal("ok", ok.GetProperty("status").GetString());
        Assert.Equal(1, OfOffice(ok).GetProperty("sent").GetInt32());
        Assert.Equal(JsonValueKind.Null, OfOffice(ok).GetProperty("waiting_since").ValueKind);
    }

    private Task<StatsServiceApp> StartAsync(string prefix, ScriptedRemote remote, string key) => StatsServiceApp.StartAsync(
        azurite.ConnectionString, prefix, null, [.. StatsServiceApp.WithoutQueues, $"REMOTE_STATS_SERVER={remote.Address}", $"REMOTE_STATS_TOKEN={key}"]);

    /// <returns>The status after one run of the forwarder.</returns>
    private static async Task<JsonElement> ForwardAsync(StatsServiceApp app, string adminToken)
    {
        await app.Services.GetRequiredService<Forwarder>().ForwardAsync(TestContext.Current.CancellationToken);
        return (await new MonarcClient(app.Http, adminToken).GetAsync("admin/status")).Is(200).Json;
    }

    private static JsonElement OfOffice(JsonElement status) =>
        status.GetProperty("forwarding").EnumerateArray().Single(client => client.GetProperty("client").GetString() == "office");
}
