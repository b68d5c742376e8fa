using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Tests.Functions;

public sealed class SecurityHeadersTests(StatsServiceFixture fixture) : IClassFixture<StatsServiceFixture>
{
    public static TheoryData<string> Paths =>
    [
        .. from type in typeof(StatsService.Functions.ServiceCollectionExtensions).Assembly.GetTypes()
           from method in type.GetMethods()
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger?.Methods?.Contains("get") == true
           let path = "/" + trigger.Route!.Replace("{ignored:maxlength(0)?}", "").Replace("{anr:guid}", $"{Guid.Empty}").Replace("{uuid}", $"{Guid.Empty}")
           where !path.Contains('{')
           select path,
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_answer_tells_browsers_to_take_it_as_it_is(string path)
    {
        var plain = await fixture.App.Anonymous.GetAsync(path);
        var secure = await fixture.App.Anonymous.SendAsync("GET", path, change: request => request.Headers.Add("X-Forwarded-Proto", "https"));

        Assert.Equal("nosniff", Assert.Single(plain.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(plain.Headers.GetValues("Referrer-Policy")));
        var policy = Assert.Single(plain.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; ", policy);
        Assert.Contains("frame-ancestors", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
        Assert.True(secure.Headers.Contains("Strict-Transport-Security"));
        Assert.Empty(plain.Headers.Server);
        Assert.False(plain.Headers.Contains("X-Powered-By"));
    }
}
