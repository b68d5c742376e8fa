using Microsoft.AspNetCore.Http;
using StatsService.Functions.Http.About;

namespace StatsService.Tests.Functions;

public sealed class InstanceAddressTests
{
    [Theory]
    [InlineData(null, "", "http://instance.example.org")]
    [InlineData("/monarc/stats/", "", "http://instance.example.org/monarc/stats")]
    [InlineData(null, "/monarc/stats", "http://instance.example.org/monarc/stats")]
    [InlineData("/stats, /inner", "", "http://instance.example.org/stats")]
    public void A_proxys_prefix_counts_where_LocalHost_leaves_it_and_where_the_worker_puts_it(string? header, string basePath, string expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        request.Host = new HostString("instance.example.org");
        request.PathBase = basePath;
        request.Headers["X-Forwarded-Prefix"] = header;

        Assert.Equal(expected, InstanceAddress.Of(request, new InstanceOptions()));
    }
}
