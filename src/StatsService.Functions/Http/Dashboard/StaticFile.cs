namespace StatsService.Functions.Http.Dashboard;

/// <summary>A file as the dashboard's build wrote it.</summary>
/// <param name="ETag">Weak, in quotes: the same for the file and its compressed forms.</param>
/// <param name="Encodings">The forms that lie beside it, the smallest first: <c>br</c>, <c>gzip</c>.</param>
internal sealed record StaticFile(string Path, string ContentType, string ETag, IReadOnlyList<string> Encodings)
{
    private static readonly Dictionary<string, string> Extensions = new() { ["br"] = ".br", ["gzip"] = ".gz" };

    public string PathOf(string? encoding) => encoding is null ? Path : Path + Extensions[encoding];

    public static StaticFile? TryRead(string path, IReadOnlySet<string> beside) =>
        Types.TryGetValue(System.IO.Path.GetExtension(path), out var type)
            ? new StaticFile(path, type, Tag(path), [.. Extensions.Where(extension => beside.Contains(path + extension.Value)).Select(extension => extension.Key)])
            : null;

    private static string Tag(string path)
    {
        using var content = File.OpenRead(path);
        return $"W/\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content).AsSpan(0, 12))}\"";
    }

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".woff2"] = "font/woff2",
    };
}
