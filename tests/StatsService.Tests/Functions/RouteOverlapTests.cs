using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace StatsService.Tests.Functions;

public sealed class RouteOverlapTests
{
    [Theory]
    [InlineData("stats", "stats")]
    [InlineData("stats", "STATS/")]
    [InlineData("stats/{anr}", "stats/processed")]
    [InlineData("stats/{anr:guid}", "stats/0aaf5c2c-7c9c-4a3c-8f55-4a2b8b1f9e11")]
    [InlineData("stats/{anr:guid}", "stats/{id:guid}")]
    [InlineData("stats/{year:int}", "stats/2026")]
    [InlineData("stats/{page?}", "stats")]
    [InlineData("stats/{page=1}", "stats")]
    [InlineData("stats/{page:int?}", "stats/7")]
    [InlineData("{ignored:maxlength(0)?}", "{page?}")]
    [InlineData("{*path}", "stats/processed")]
    [InlineData("stats/{*path}", "stats")]
    [InlineData("{**path}", "{ignored:maxlength(0)?}")]
    [InlineData("stats/{file}.json", "stats/risk.json")]
    [InlineData("{language:regex(^(en|fr)$)}/stats", "en/stats")]
    [InlineData("{a}/stats", "stats/{b}")]
    public void Routes_that_can_match_one_path_are_refused(string one, string other)
    {
        Assert.Contains("can match one path", Refusal(Get(one), Get(other)), StringComparison.Ordinal);
        Assert.Contains("can match one path", Refusal(Get(other), Get(one)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stats", "client")]
    [InlineData("stats", "stats/processed")]
    [InlineData("stats/{anr:guid}", "stats/processed")]
    [InlineData("stats/{anr:guid}", "stats")]
    [InlineData("stats/{year:int}", "stats/{year:int}/risks")]
    [InlineData("stats/{page:int?}", "stats/processed")]
    [InlineData("{ignored:maxlength(0)?}", "stats")]
    [InlineData("{ignored:maxlength(0)?}", "{page:length(2)}")]
    [InlineData("stats/{*path}", "client")]
    [InlineData("stats/{file}.json", "stats/risk.html")]
    [InlineData("{language:regex(^(en|fr)$)}/stats", "api/stats")]
    [InlineData("{a:int}/stats", "stats/{b}")]
    public void Routes_that_never_match_one_path_stand_side_by_side(string one, string other)
    {
        Assert.Null(Refusal(Get(one), Get(other)));
        Assert.Null(Refusal(Get(other), Get(one)));
    }

    [Fact]
    public void One_path_may_have_a_function_for_each_method() => Assert.Null(Refusal(Get("stats"), Route("stats", "post", "put")));

    [Fact]
    public void A_function_for_every_method_leaves_none_to_another() =>
        Assert.Contains("can match one path", Refusal(Get("stats"), Route("stats")), StringComparison.Ordinal);

    private static string? Refusal(params IReadOnlyList<DeclaredRoute> routes)
    {
        using var routing = new ServiceCollection().AddRouting().BuildServiceProvider();
        return new RouteOverlap(routing.GetRequiredService<IInlineConstraintResolver>()).Find(routes).FirstOrDefault();
    }

    private static DeclaredRoute Get(string template) => Route(template, "GET");

    private static DeclaredRoute Route(string template, params string[] methods) =>
        new("F", template, RoutePatternFactory.Parse(template), methods.Length > 0 ? methods : null);
}
