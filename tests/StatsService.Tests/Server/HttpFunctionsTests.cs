using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Tests.Server;

public sealed class HttpFunctionsTests
{
    private static readonly Guid Id = Guid.Parse("6f2b1f0e-8f0b-4b6e-9d0a-0c8d2f6a1b11");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "root")]
    [InlineData("/things", "all things")]
    [InlineData("/things/", "all things")]
    [InlineData("/THINGS/special", "the special thing")]
    [InlineData("/things/6F2B1F0E-8F0B-4B6E-9D0A-0C8D2F6A1B11/7/", "thing 6f2b1f0e-8f0b-4b6e-9d0a-0c8d2f6a1b11, part 7")]
    [InlineData("/names/caf%C3%A9", "name café")]
    [InlineData("/pages", "page 1")]
    [InlineData("/pages/2", "page 2")]
    [InlineData("/NamedByItself", "no route")]
    public async Task A_path_reaches_its_function_with_its_values(string path, string answer)
    {
        await using var host = await new ServerBuilder(typeof(Things)).With(new Greeting("hello")).StartAsync();

        Assert.Equal(answer, await host.Client.GetStringAsync(path, Cancellation));
    }

    [Theory]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("GET", "/things/not-a-guid/7", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/things", HttpStatusCode.MethodNotAllowed)]
    [InlineData("HEAD", "/things", HttpStatusCode.MethodNotAllowed)]
    [InlineData("OPTIONS", "/", HttpStatusCode.MethodNotAllowed)]
    public async Task What_no_function_declares_is_not_found_or_not_allowed(string method, string path, HttpStatusCode status)
    {
        await using var host = await new ServerBuilder(typeof(Things)).With(new Greeting("hello")).StartAsync();

        using var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancellation);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "all things")]
    [InlineData("POST", "a new thing")]
    public async Task Two_functions_share_a_path_by_method(string method, string answer)
    {
        await using var host = await new ServerBuilder(typeof(Things)).With(new Greeting("hello")).StartAsync();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/things"), Cancellation);

        Assert.Equal(answer, await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PROPFIND")]
    public async Task A_function_without_methods_serves_every_method(string method)
    {
        await using var host = await new ServerBuilder(typeof(Things)).With(new Greeting("hello")).StartAsync();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/any"), Cancellation);

        Assert.Equal("hello", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_on_GET_reaches_the_function(bool chunked)
    {
        await using var host = await new ServerBuilder(typeof(Things)).With(new Greeting("hello")).StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo") { Content = new StringContent("""{"type":"risk"}""", Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal("""{"type":"risk"}""", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task An_exception_that_leaves_a_function_is_500_and_tells_nothing_of_the_inside()
    {
        await using var host = await new ServerBuilder(typeof(Things)).With(new Greeting("hello")).StartAsync();

        using var response = await host.Client.GetAsync($"/failing/{Id}", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("{\"message\":\"Internal Server Error\"}", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("AzureWebJobs.ListThings.Disabled", "true")]
    [InlineData("AzureWebJobs:ListThings:Disabled", "1")]
    public async Task A_disabled_function_is_not_served(string setting, string value)
    {
        await using var host = await new ServerBuilder(typeof(Things)).With(new Greeting("hello")).With(setting, value).StartAsync();

        using var disabled = await host.Client.GetAsync("/things", Cancellation);
        using var other = await host.Client.GetAsync("/things/special", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, disabled.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    public sealed record Greeting(string Text);

    public sealed class Things(Greeting greeting)
    {
        [Function("Root")]
        public static IResult Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{ignored:maxlength(0)?}")] HttpRequest request) => Results.Text("root");

        [Function("ListThings")]
        public IResult List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things")] HttpRequest request) => Results.Text("all things");

        [Function("CreateThing")]
        public Task<IResult> Create([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "things")] HttpRequest request) => Task.FromResult(Results.Text("a new thing"));

        [Function("SpecialThing")]
        public IResult Special([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/special")] HttpRequest request) => Results.Text("the special thing");

        [Function("ThingPart")]
        public IResult Part([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id:guid}/{part:int}")] HttpRequest request, Guid id, int part) =>
            Results.Text($"thing {id}, part {part}");

        [Function("Name")]
        public IResult Name([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "names/{name}")] HttpRequest request, string name) => Results.Text($"name {name}");

        [Function("Page")]
        public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{number:int?}")] HttpRequest request, int? number) => Results.Text($"page {number ?? 1}");

        [Function("NamedByItself")]
        public IResult Unrouted([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text("no route");

        [Function("Any")]
        public Task Any([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request, CancellationToken cancellationToken) =>
            request.HttpContext.Response.WriteAsync(greeting.Text, cancellationToken);

        [Function("Echo")]
        public async Task<IResult> Echo([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "echo")] HttpRequest request, CancellationToken cancellationToken)
        {
            using var body = new StreamReader(request.Body);
            return Results.Text(await body.ReadToEndAsync(cancellationToken));
        }

        [Function("Failing")]
        public async Task<IResult> Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "failing/{id:guid}")] HttpRequest request, Guid id)
        {
            await Task.Yield();
            throw new InvalidOperationException($"{id} fails");
        }
    }
}
