using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StatsService.Functions.Http.Edge;

namespace StatsService.Tests.Functions;

public sealed class CallerAddressTests
{
    [Theory]
    [InlineData("203.0.113.1", null, "203.0.113.1")]
    [InlineData("203.0.113.1", "198.51.100.1", "203.0.113.1")]
    [InlineData("127.0.0.1", null, "127.0.0.1")]
    [InlineData("127.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:127.0.0.1", "198.51.100.1:4711", "198.51.100.1")]
    [InlineData("::1", "[2001:db8::1]:4711", "2001:db8::1")]
    [InlineData("127.0.0.1", "198.51.100.1, 10.0.0.7", "198.51.100.1")]
    [InlineData("127.0.0.1", "198.51.100.1, 203.0.113.1, 10.0.0.7", "203.0.113.1")]
    [InlineData("127.0.0.1", "198.51.100.1, no address", "127.0.0.1")]
    [InlineData("127.0.0.1", "", "127.0.0.1")]
    public async Task Only_what_trusted_proxies_say_of_a_caller_is_believed(string connected, string? forwardedFor, string expected)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(connected) } };
        context.Request.Headers["X-Forwarded-For"] = forwardedFor;
        var options = new AccessOptions { TrustedProxies = "127.0.0.1, ::1, 10.0.0.0/8" }.ForwardedHeaders;

        await new ForwardedHeadersMiddleware(_ => Task.CompletedTask, NullLoggerFactory.Instance, Options.Create(options)).Invoke(context);

        Assert.Equal(IPAddress.Parse(expected), context.Connection.RemoteIpAddress);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("10.0.0.5", true)]
    [InlineData("10.0.0.0/8,2001:db8::/32", true)]
    [InlineData("proxy.example.org", false)]
    [InlineData("10.0.0.0/33", false)]
    public void A_proxy_that_is_no_address_stops_the_start(string proxies, bool isValid)
    {
        var options = new AccessOptions { TrustedProxies = proxies };

        Assert.Equal(isValid, Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("/dashboard", true)]
    [InlineData("/monarc/stats/", true)]
    [InlineData("dashboard", false)]
    [InlineData("https://example.org/dashboard", false)]
    public void A_prefix_that_is_no_path_stops_the_start(string prefix, bool isValid)
    {
        var options = new AccessOptions { PathPrefix = prefix };

        Assert.Equal(isValid, Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }
}
