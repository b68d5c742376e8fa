using Microsoft.Azure.Functions.Worker;

namespace StatsService.Tests.Server;

public sealed class RefusedStartTests
{
    [Theory]
    [InlineData(typeof(BadSchedule), "\"every day\" of function Clock can't be read")]
    [InlineData(typeof(FiveFields), "\"0 2 * * *\" of function Clock can't be read")]
    [InlineData(typeof(ScheduleOfASetting), "Function Clock asks for the setting CLOCK_SCHEDULE, which is missing")]
    [InlineData(typeof(QueueOfASetting), "Function Reader asks for the setting QUEUE, which is missing")]
    public void What_a_trigger_names_wrongly_stops_the_start_with_a_sentence(Type functions, string sentence) =>
        Assert.Contains(sentence, new ServerBuilder(functions).Refusal(), StringComparison.Ordinal);

    [Theory]
    [InlineData("CLOCK_SCHEDULE", "0 99 * * * *", "\"0 99 * * * *\" of function Clock")]
    [InlineData("PORT", "http", "PORT must be a number")]
    [InlineData("LISTEN", "everywhere", "LISTEN must be an IP address")]
    public void A_wrong_setting_stops_the_start_with_a_sentence(string setting, string value, string sentence) =>
        Assert.Contains(sentence, new ServerBuilder(typeof(ScheduleOfASetting)).With("CLOCK_SCHEDULE", "0 0 2 * * *").With(setting, value).Refusal(), StringComparison.Ordinal);

    [Fact]
    public async Task A_setting_in_a_schedule_is_replaced()
    {
        await using var app = new ServerBuilder(typeof(ScheduleOfASetting)).With("CLOCK_SCHEDULE", "0 0 2 * * *").Create();

        Assert.Empty(app.Urls);
    }

    [Fact]
    public async Task A_disabled_function_needs_no_settings()
    {
        await using var app = new ServerBuilder(typeof(ScheduleOfASetting)).With("AzureWebJobs.Clock.Disabled", "true").Create();

        Assert.Empty(app.Urls);
    }

    public sealed class BadSchedule
    {
        [Function("Clock")]
        public Task RunAsync([TimerTrigger("every day")] TimerInfo timer) => Task.CompletedTask;
    }

    public sealed class FiveFields
    {
        [Function("Clock")]
        public Task RunAsync([TimerTrigger("0 2 * * *")] TimerInfo timer) => Task.CompletedTask;
    }

    public sealed class ScheduleOfASetting
    {
        [Function("Clock")]
        public Task RunAsync([TimerTrigger("%CLOCK_SCHEDULE%")] TimerInfo timer) => Task.CompletedTask;
    }

    public sealed class QueueOfASetting
    {
        [Function("Reader")]
        public Task RunAsync([QueueTrigger("%QUEUE%")] string message) => Task.CompletedTask;
    }
}
