using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Forwarding;

public sealed class ForwarderMetricsTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task The_metrics_say_what_was_sent_and_refused_who_stopped_and_how_long_stats_have_waited()
    {
        await using var remote = await ScriptedRemote.StartAsync();
        await using var world = new ForwardingWorld(azurite.ConnectionString, azurite.NewPrefix(), remote.Address);
        var client = await world.RegisterAsync();
        var measured = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, own) => { if (instrument.Meter == world.Get<Meter>()) own.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();
        var refused = (await world.PostAsync(client, PostedStat.Many(3)))[1];
        remote.Always = call => call.Uuids.Contains(refused) ? Results.BadRequest() : null;
        await world.ForwardAsync();
        Assert.Equal((2, 1), (measured["stats_forwarded"], measured["stats_forwarding_refused"]));

        await world.PostAsync(client, new PostedStat());
        world.Time.Advance(TimeSpan.FromMinutes(20));
        remote.Always = _ => Results.StatusCode(StatusCodes.Status403Forbidden);
        await world.ForwardAsync();
        listener.RecordObservableInstruments();
        Assert.Equal(1, measured["stats_forwarding_stopped"]);
        Assert.Equal(1200, measured["stats_forwarding_oldest_seconds"], tolerance: 1.0);
    }
}
