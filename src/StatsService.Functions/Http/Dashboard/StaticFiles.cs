using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>
/// The dashboard's files in <c>wwwroot</c>. A name is looked up among what lay there at the start and never becomes part
/// of a path, so no request reaches any other file.
/// </summary>
public sealed class StaticFiles
{
    private static readonly string[] Languages = ["en", "fr", "de", "nl"];
    private readonly FrozenDictionary<string, StaticFile> files;

    public StaticFiles()
        : this(Path.Combine(AppContext.BaseDirectory, "wwwroot"))
    {
    }

    internal StaticFiles(string folder)
    {
        var paths = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToHashSet();
        files = paths
            .Select(path => StaticFile.TryRead(path, paths))
            .OfType<StaticFile>()
            .ToFrozenDictionary(file => Path.GetRelativePath(folder, file.Path).Replace('\\', '/'));
    }

    /// <summary>A file of a name that changes with its content.</summary>
    public IResult Asset(HttpRequest request, string name) => Find($"assets/{name}")?.AnswerTo(request, "public, max-age=31536000, immutable") ?? Results.NotFound();

    public IResult File(HttpRequest request, string name) => Find(name)?.AnswerTo(request, "public, max-age=86400") ?? Results.NotFound();

    /// <summary>
    /// A page in the visitor's language, which is asked for again at each visit. <c>/map</c> and <c>/map/</c> are two files, because a relative link means
    /// something else in each.
    /// </summary>
    public IResult Page(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var address = request.Path.Value!.TrimStart('/').ToLowerInvariant();
        var language = LanguageOf(request);
        var page = address.Length == 0 || address.EndsWith('/') ? address + "index" : address;
        if (Find($"{page}.{language}.html") is not { } file)
            return Results.NotFound();
        PageHeaders.AddTo(request, language);
        return file.AnswerTo(request, "no-cache");
    }

    /// <summary>What a visitor sees at an address where nothing is, in the visitor's language and with a way back.</summary>
    internal NotFoundPage NotFoundPage(HttpRequest request)
    {
        var language = LanguageOf(request);
        return new NotFoundPage(language, Find($"404.{language}.html")!.Path);
    }

    /// <summary>The one that the address asks for, else the first that the browser prefers, else English.</summary>
    private static string LanguageOf(HttpRequest request)
    {
        var asked = request.Query["lang"].ToString();
        return Languages.Contains(asked)
            ? asked
            : request.GetTypedHeaders().AcceptLanguage
                .Where(language => language.Quality != 0)
                .OrderByDescending(language => language, StringWithQualityHeaderValueComparer.QualityComparer)
                .Select(language => language.Value.Value!.Split('-')[0].ToLowerInvariant())
                .FirstOrDefault(Languages.Contains) ?? Languages[0];
    }

    private StaticFile? Find(string name) => files.GetValueOrDefault(name);
}
