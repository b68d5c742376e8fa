using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Tests.Functions;

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
    public void A_broken_rule_is_found(Type functions, string sentence) =>
        Assert.Contains(HostRules.Broken(functions), broken => broken.Contains(sentence, StringComparison.Ordinal));

    [Fact]
    public void The_functions_of_the_app_keep_every_rule() =>
        Assert.Empty(HostRules.Broken(typeof(StatsService.Functions.ServiceCollectionExtensions).Assembly.GetTypes()));

    [Fact]
    public void Paths_have_no_prefix()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")));

        Assert.Equal("", host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
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
}
