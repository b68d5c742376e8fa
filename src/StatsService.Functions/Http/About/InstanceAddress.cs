using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using StatsService.Wire;

namespace StatsService.Functions.Http.About;

/// <summary>Where the instance is seen from outside: <c>INSTANCE_URL</c>, else where the request was sent to, as far as trusted proxies tell.</summary>
public sealed class InstanceAddress(IOptions<InstanceOptions> options)
{
    private string InstanceUrl => options.Value.InstanceUrl;

    /// <returns>Without a slash at its end.</returns>
    /// <exception cref="InvalidInputException">Neither a setting nor the request names a host.</exception>
    public string Of(HttpRequest request) => Find(request) ?? throw new InvalidInputException("The request names no host.");

    /// <returns>Without a slash at its end; null: neither a setting nor the request names a host.</returns>
    public string? Find(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (InstanceUrl.Length > 0)
            return InstanceUrl.TrimEnd('/');
        return request.Host.HasValue ? $"{request.Scheme}://{request.Host}{request.PathBase.ToUriComponent()}".TrimEnd('/') : null;
    }

    /// <summary>Whether visitors reach the instance with https, even where a proxy does not.</summary>
    public bool IsSecure(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InstanceUrl.Length > 0 ? InstanceUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase) : request.IsHttps;
    }
}
