using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StatsService.Answers;
using StatsService.Functions.Http.Edge;

namespace StatsService.Tests.Functions;

public sealed class OverloadTests
{
    [Fact]
    public async Task Whoever_finds_no_turn_is_told_to_come_back_and_the_log_tells_it_once()
    {
        using var logs = new CapturedLogs();
        await using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs)).BuildServiceProvider();
        using var answers = new ErrorAnswers(services.GetRequiredService<ILogger<ErrorAnswers>>());

        foreach (var path in (string[])["/api/v1/stats/", "/stats/threats.json", "/"])
        {
            var context = new DefaultHttpContext { RequestServices = services };
            context.Request.Path = path;
            await answers.TryHandleAsync(context, new OverloadedException(), TestContext.Current.CancellationToken);
            Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
            Assert.NotEmpty(context.Response.Headers.RetryAfter.ToString());
        }

        Assert.Contains("/api/v1/stats/ found no turn in time", Assert.Single(logs.Lines, line => line.Contains("no turn", StringComparison.Ordinal)));
    }
}
