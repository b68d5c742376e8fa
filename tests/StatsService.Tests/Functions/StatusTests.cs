using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Stats;
using StatsService.Totals;
using StatsService.Upkeep;

namespace StatsService.Tests.Functions;

public sealed class StatusTests(StatsServiceFixture fixture) : IClassFixture<StatsServiceFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_job_degrades_the_status_until_it_succeeds_again()
    {
        var jobs = fixture.App.Services.GetRequiredService<JobRunner>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => jobs.RunAsync("TestJob", _ => throw new InvalidOperationException("it was a test."), Cancellation));

        var degraded = await StatusAsync();
        Assert.Equal("degraded", degraded.GetProperty("status").GetString());
        Assert.Contains("TestJob failed", Assert.Single(degraded.GetProperty("reasons").EnumerateArray()).GetString());

        await jobs.RunAsync("TestJob", _ => Task.FromResult("Did what it does."), Cancellation);
        var ok = await StatusAsync();
        Assert.Equal("ok", ok.GetProperty("status").GetString());
        Assert.Empty(ok.GetProperty("reasons").EnumerateArray());
        var job = Assert.Single(ok.GetProperty("jobs").EnumerateArray());
        Assert.Equal("Did what it does.", job.GetProperty("outcome").GetString());
        Assert.True(job.GetProperty("has_succeeded").GetBoolean());
        Assert.True(job.GetProperty("ended_at").GetDateTimeOffset() >= job.GetProperty("started_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_status_is_for_administrators_and_the_health_tells_everybody_just_whether_the_service_is_up()
    {
        (await fixture.App.Anonymous.GetAsync("admin/status")).Is(401);
        (await (await fixture.App.RegisterAsync()).GetAsync("admin/status")).Is(403);

        var health = (await fixture.App.Anonymous.GetAsync("/health")).Is(200).Json;
        Assert.Equal(["status", "version", "aggregation_oldest_pending_seconds"], health.EnumerateObject().Select(member => member.Name));
        Assert.True((await StatusAsync()).GetProperty("storage").EnumerateObject().All(part => part.Value.GetBoolean()));
    }

    [Theory]
    [InlineData(59, false, true, 0)]
    [InlineData(61, false, true, 1)]
    [InlineData(1, true, true, 1)]
    [InlineData(61, true, true, 2)]
    [InlineData(0, false, false, 1)]
    public void What_waits_for_more_than_an_hour_or_can_not_be_done_is_a_reason(int minutesPending, bool hasFailed, bool hasJobEnded, int reasons)
    {
        var now = DateTimeOffset.UtcNow;
        var day = new PendingDay(Guid.NewGuid(), StatType.Threat, new DateOnly(2026, 1, 31), Guid.NewGuid()) { Since = now.AddMinutes(-minutesPending), Reason = hasFailed ? "It is damaged." : null };
        var report = new StatusReport
        {
            At = now,
            HasTables = true,
            HasQueues = true,
            FailedJobParts = 0,
            Aggregation = new AggregationState(now, 1, IsWhole: true, day, hasFailed ? [day] : []),
            Jobs = [new JobRun("Job", now.AddMinutes(-61), hasJobEnded ? now : null, HasSucceeded: hasJobEnded, "")],
        };

        Assert.Equal(reasons, report.Reasons.Count());
    }

    private async Task<JsonElement> StatusAsync() => (await fixture.App.Admin.GetAsync("admin/status")).Is(200).Json;
}
