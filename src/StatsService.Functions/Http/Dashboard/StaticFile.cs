using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>A file as the dashboard's build wrote it.</summary>
/// <param name="Tag">Weak: the same for the file and its compressed forms.</param>
/// <param name="Encodings">The forms that lie beside it, the smallest first: <c>br</c>, <c>gzip</c>.</param>
/// <param name="Page">Its text, where it has places that are filled when it is sent; else null.</param>
internal sealed record StaticFile(string Path, string ContentType, EntityTagHeaderValue Tag, IReadOnlyList<string> Encodings, string? Page)
{
    private static readonly Dictionary<string, string> Extensions = new() { ["br"] = ".br", ["gzip"] = ".gz" };
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <returns>Null for the compressed form of another file.</returns>
    public static StaticFile? TryRead(string path, IReadOnlySet<string> beside)
    {
        if (Extensions.ContainsValue(System.IO.Path.GetExtension(path)) || !Types.TryGetContentType(path, out var type))
            return null;
        return new StaticFile(
            path,
            type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type,
            TagOf(path),
            [.. Extensions.Where(extension => beside.Contains(path + extension.Value)).Select(extension => extension.Key)],
            type == "text/html" && File.ReadAllText(path) is var page && FilledPage.IsOne(page) ? page : null);
    }

    /// <summary>The file in the smallest form that the browser takes, or 304 where the browser has it already.</summary>
    public IResult AnswerTo(HttpRequest request, string caching)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = caching;
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        var encoding = Encodings.FirstOrDefault(form => accepted.Any(one => one.Quality != 0 && one.Value.Equals(form, StringComparison.OrdinalIgnoreCase)));
        if (encoding is null)
            return Results.File(Path, ContentType, entityTag: Tag);
        headers.ContentEncoding = encoding;
        return Results.File(Path + Extensions[encoding], ContentType, entityTag: Tag);
    }

    private static EntityTagHeaderValue TagOf(string path)
    {
        using var content = File.OpenRead(path);
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"", isWeak: true);
    }
}
