using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StatsService.Tests.Forwarding;

/// <param name="Uuids">Of the stats in the body, in their order.</param>
public sealed record RemoteCall(string Path, string Key, string UserAgent, IReadOnlyList<string> Uuids, int Bytes);

/// <summary>A remote instance under a path prefix that stores what it gets, unless the test scripted another answer.</summary>
public sealed class ScriptedRemote : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<RemoteCall> calls = new();

    private ScriptedRemote(WebApplication app) => this.app = app;

    public string Address => $"{app.Urls.Single()}/stats-service";

    public IReadOnlyList<RemoteCall> Calls => [.. calls];

    /// <summary>The data of each stat as it was sent, by UUID.</summary>
    public ConcurrentDictionary<string, string> Stored { get; } = new();

    /// <summary>Each is asked once, before anything is stored; null: it goes on as usual.</summary>
    public ConcurrentQueue<Func<HttpContext, Task<IResult?>>> Next { get; } = new();

    /// <summary>Asked at every call; null: it goes on as usual.</summary>
    public Func<RemoteCall, IResult?> Always { get; set; } = _ => null;

    /// <summary>Asked when everything of a call is stored; true: the answer never reaches the sender.</summary>
    public Func<RemoteCall, bool> LosesAnswer { get; set; } = _ => false;

    public static async Task<ScriptedRemote> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var remote = new ScriptedRemote(app);
        app.MapPost("/{**path}", (Delegate)remote.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return remote;
    }

    public void AnswersOnce(IResult result) => Next.Enqueue(_ => Task.FromResult<IResult?>(result));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var stats = JsonSerializer.Deserialize<JsonElement[]>(body.ToArray())!;
        var headers = context.Request.Headers;
        var call = new RemoteCall(
            context.Request.Path, headers["X-API-KEY"].ToString(), headers.UserAgent.ToString(), [.. stats.Select(Uuid)], (int)body.Length);
        calls.Enqueue(call);
        if (Next.TryDequeue(out var next) && await next(context) is { } scripted)
            return scripted;
        if (Always(call) is { } answer)
            return answer;
        var added = stats.Count(stat => Stored.TryAdd(Uuid(stat), stat.GetProperty("data").GetRawText()));
        if (LosesAnswer(call))
            context.Abort();
        return Results.StatusCode(added == stats.Length ? StatusCodes.Status201Created : StatusCodes.Status207MultiStatus);
    }

    private static string Uuid(JsonElement stat) => stat.GetProperty("uuid").GetString()!;
}
