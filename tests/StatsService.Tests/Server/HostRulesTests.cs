using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Tests.Server;

public sealed class HostRulesTests
{
    [Theory]
    [InlineData(typeof(SameName), "Two functions have the name Client")]
    [InlineData(typeof(NoTrigger), "Function Idle has 0 triggers")]
    [InlineData(typeof(TwoTriggers), "Function Greedy has 2 triggers")]
    [InlineData(typeof(ServiceAsParameter), "Function Asking has a parameter time that nothing fills")]
    [InlineData(typeof(RequestAsText), "Function Text must take its trigger as HttpRequest")]
    [InlineData(typeof(KeyWanted), "Function Locked asks for the authorization level Function")]
    [InlineData(typeof(AdminRoute), "\"Administration/clients\" of function Clients begins with \"admin\" or \"runtime\"")]
    [InlineData(typeof(RuntimeRoute), "\"runtime\" of function Versions begins with \"admin\" or \"runtime\"")]
    [InlineData(typeof(SlashRoute), "\"/\" of function Root begins with a slash")]
    [InlineData(typeof(MalformedRoute), "\"stats/{anr\" of function Stats can't be read")]
    [InlineData(typeof(OverlappingRoutes), "\"stats/{anr}\" of function Stats and \"stats/processed\" of function Processed can match one path")]
    [InlineData(typeof(BadSchedule), "\"every day\" of function Clock can't be read")]
    [InlineData(typeof(FiveFields), "\"0 2 * * *\" of function Clock can't be read")]
    [InlineData(typeof(ScheduleOfASetting), "Function Clock asks for the setting CLOCK_SCHEDULE, which is missing")]
    [InlineData(typeof(QueueOfASetting), "Function Reader asks for the setting QUEUE, which is missing")]
    public void A_broken_rule_stops_the_start_with_a_sentence(Type functions, string sentence) =>
        Assert.Contains(sentence, new ServerBuilder(functions).Refusal(), StringComparison.Ordinal);

    [Theory]
    [InlineData("AzureFunctionsJobHost:extensions:http:routePrefix", "api", "routePrefix")]
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

    public sealed class SameName
    {
        [Function("Client")]
        public IResult Read([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "one")] HttpRequest request) => Results.Ok();

        [Function("CLIENT")]
        public IResult Write([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "two")] HttpRequest request) => Results.Ok();
    }

    public sealed class NoTrigger
    {
        [Function("Idle")]
        public IResult Run(HttpRequest request) => Results.Ok();
    }

    public sealed class TwoTriggers
    {
        [Function("Greedy")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "one")] HttpRequest request, [QueueTrigger("queue")] string message) => Results.Ok();
    }

    public sealed class ServiceAsParameter
    {
        [Function("Asking")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "one")] HttpRequest request, TimeProvider time) => Results.Ok();
    }

    public sealed class RequestAsText
    {
        [Function("Text")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "one")] string body) => Results.Ok();
    }

    public sealed class KeyWanted
    {
        [Function("Locked")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "one")] HttpRequest request) => Results.Ok();
    }

    public sealed class AdminRoute
    {
        [Function("Clients")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "Administration/clients")] HttpRequest request) => Results.Ok();
    }

    public sealed class RuntimeRoute
    {
        [Function("Versions")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "runtime")] HttpRequest request) => Results.Ok();
    }

    public sealed class SlashRoute
    {
        [Function("Root")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "/")] HttpRequest request) => Results.Ok();
    }

    public sealed class MalformedRoute
    {
        [Function("Stats")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "stats/{anr")] HttpRequest request) => Results.Ok();
    }

    public sealed class OverlappingRoutes
    {
        [Function("Stats")]
        public IResult Read([HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "stats/{anr}")] HttpRequest request) => Results.Ok();

        [Function("Processed")]
        public IResult Processed([HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "stats/processed")] HttpRequest request) => Results.Ok();
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
