using Microsoft.AspNetCore.Http;

namespace StatsService.Functions.Http.About;

/// <summary>Where the instance is seen from outside, for the few documents that need an absolute URL.</summary>
internal static class InstanceAddress
{
    /// <returns>Without a slash at its end.</returns>
    public static string Of(HttpRequest request, InstanceOptions options) =>
        (options.InstanceUrl.Length > 0
            ? options.InstanceUrl
            : $"{SchemeOf(request)}://{Forwarded(request, "Host") ?? request.Host.Value}{PrefixOf(request)}").TrimEnd('/');

    /// <summary>How the visitor reaches the instance, which a proxy may speak to otherwise.</summary>
    public static string SchemeOf(HttpRequest request) => Forwarded(request, "Proto") ?? request.Scheme;

    /// <summary>The path that a proxy puts before the instance's own; empty, or with a slash at its beginning.</summary>
    /// <remarks>The Functions worker takes it out of the headers and makes it the request's base path.</remarks>
    public static string PrefixOf(HttpRequest request) =>
        (Forwarded(request, "Prefix") ?? request.PathBase.Value)?.Trim('/') is { Length: > 0 } prefix ? $"/{prefix}" : "";

    /// <summary>Behind several proxies the first value is the visitor's.</summary>
    private static string? Forwarded(HttpRequest request, string what) =>
        request.Headers[$"X-Forwarded-{what}"].ToString().Split(',')[0].Trim() is { Length: > 0 } value ? value : null;
}
