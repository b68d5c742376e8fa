using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions.Documentation;

public sealed partial class ApiDocumentTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private StatsServiceApp app = null!;
    private ApiDescription api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        api = new ApiDescription(JsonNode.Parse((await app.Anonymous.GetAsync("openapi.json")).Is(200).Body)!);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public void Every_call_is_described_and_nothing_else_is()
    {
        var served =
            from type in typeof(StatsService.Functions.ServiceCollectionExtensions).Assembly.GetTypes()
            from method in type.GetMethods()
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null && (trigger.Route!.StartsWith("api/v1/", StringComparison.Ordinal) || trigger.Route.EndsWith(".json", StringComparison.Ordinal) || trigger.Route == "health")
            from verb in trigger.Methods!
            where verb != "head"
            select $"{verb.ToUpperInvariant()} {Constraint().Replace(trigger.Route!, "}")}";

        Assert.Equal(served.Order(), api.Calls.Select(call => call.Route).Order());
    }

    [Fact]
    public async Task Every_example_is_answered_as_described()
    {
        var problems = new List<string?>();
        var client = "";
        foreach (var call in api.Calls.OrderBy(Turn))
        {
            if (client.Length == 0 && Turn(call) > 0)
                client = await FindClientAsync("north");
            var key = call.IsPublic ? null : call.IsForAdmins ? app.Admin.Token : "north-front-office-key";
            var answer = await new MonarcClient(app.Http, key).SendAsync(call.Method, call.ExamplePath(client), call.BodyExample?.ToJsonString());
            // Nobody may report the object of an example.
            problems.Add(answer.Status == call.Success || (answer.Status == 404 && call.IsPublic) ? call.Check(answer) : $"{call.Route} is answered {answer.Status}: {answer.Text}");
        }

        Assert.Empty(problems.OfType<string>());
    }

    [Fact]
    public async Task What_is_refused_is_answered_as_described()
    {
        var problems = new List<string?>();
        foreach (var call in api.Calls.Where(call => !call.IsPublic))
        {
            problems.Add(call.Check((await app.Anonymous.SendAsync(call.Method, call.ExamplePath($"{Guid.Empty}"))).Is(401)));
            problems.Add(call.Check((await new MonarcClient(app.Http, "unknown").SendAsync(call.Method, call.ExamplePath($"{Guid.Empty}"))).Is(403)));
            if (call.BodyExample is { } body)
                problems.Add(call.Check((await app.Admin.SendAsync(call.Method, call.ExamplePath(""), body is JsonArray ? "[{}]" : "{}")).Is(400)));
        }

        Assert.Empty(problems.OfType<string>());
    }

    [Fact]
    public void Every_example_keeps_its_schema()
    {
        var examples = api.Examples.ToList();

        Assert.True(examples.Count > 20);
        Assert.Empty(examples.Select(example => api.Check(example.Schema, example.Example) is { } problem ? $"{example.Place}: {problem}" : null).OfType<string>());
    }

    [Fact]
    public async Task Tools_that_know_Swagger_2_get_the_same_with_the_address_that_callers_use()
    {
        var swagger = (await app.Anonymous.SendAsync("GET", "swagger.json", change: request =>
        {
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-Host", "stats.example.org");
            request.Headers.Add("X-Forwarded-Prefix", "/monarc/stats");
        })).Is(200).Json;

        Assert.Equal("2.0", swagger.GetProperty("swagger").GetString());
        Assert.Equal("stats.example.org", swagger.GetProperty("host").GetString());
        Assert.Equal("/monarc/stats", swagger.GetProperty("basePath").GetString());
        Assert.Equal("https", Assert.Single(swagger.GetProperty("schemes").EnumerateArray()).GetString());
        Assert.Equal(api.Paths.Select(path => path.Key), swagger.GetProperty("paths").EnumerateObject().Select(path => path.Name));
        // A name that no host can have is not believed: the address stays the one that was asked.
        var unreadable = await app.Anonymous.SendAsync("GET", "swagger.json", change: request => request.Headers.Add("X-Forwarded-Host", "no host"));
        Assert.Equal(app.Http.BaseAddress!.Authority, unreadable.Is(200).Json.GetProperty("host").GetString());
    }

    [Theory]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/")]
    public async Task The_page_to_read_and_try_it_is_served(string path)
    {
        var page = (await app.Anonymous.GetAsync(path)).Is(200);

        Assert.StartsWith("text/html", page.ContentType);
        Assert.Contains("""<div id="api"></div>""", page.Text);
    }

    /// <summary>What others need comes first.</summary>
    private static int Turn(DescribedCall call) => call.Operation["operationId"]!.GetValue<string>() switch
    {
        "createClient" => 0,
        "createStats" => 1,
        _ when call.Method == "DELETE" => 3,
        _ => 2,
    };

    private async Task<string> FindClientAsync(string name) =>
        $"{(await app.Services.GetRequiredService<ClientStore>().ListAsync(TestContext.Current.CancellationToken).FirstAsync(client => client.Name == name)).Uuid}";

    [GeneratedRegex(":[^}]+}")]
    private static partial Regex Constraint();
}
