using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace StatsService.Functions.Http.Edge;

/// <summary>
/// Reads a path as its caller means it: <c>//dashboard//api/v1/stats/</c> is <c>/api/v1/stats/</c> where the service stands under
/// <c>/dashboard</c>. That prefix is what a trusted proxy says in <c>X-Forwarded-Prefix</c>, else <c>PATH_PREFIX</c>; a proxy may have
/// taken it off or not.
/// </summary>
/// <remarks>On the Functions host it is too late for this: the host has chosen the function by then.</remarks>
internal sealed class MountPath(RequestDelegate next, IOptions<AccessOptions> options)
{
    private readonly PathString configured = Trimmed(options.Value.PathPrefix);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var prefix = Trimmed(request.PathBase.Value);
        request.PathBase = prefix = prefix.HasValue ? prefix : configured;
        request.Path = WithSingleSlashes(request.Path.Value ?? "");
        if (!prefix.HasValue || !request.Path.StartsWithSegments(prefix, out var rest))
            return next(context);
        request.Path = rest;
        if (rest.HasValue)
            return next(context);

        // The pages' links are relative, so the root page has to be asked for with its slash.
        context.Response.Redirect($"{prefix.ToUriComponent()}/{request.QueryString}", permanent: true, preserveMethod: true);
        return Task.CompletedTask;
    }

    private static PathString Trimmed(string? prefix)
    {
        var path = WithSingleSlashes(prefix ?? "").TrimEnd('/');
        return path.Length == 0 || path[0] == '/' ? new PathString(path) : new PathString("/" + path);
    }

    private static string WithSingleSlashes(string path) =>
        path.Contains("//", StringComparison.Ordinal) ? string.Join('/', path.Split('/').Where((segment, index) => index == 0 || segment.Length > 0)) + (path.EndsWith('/') ? "/" : "") : path;
}
