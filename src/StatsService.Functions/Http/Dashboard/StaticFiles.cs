using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using StatsService.Functions.Http.About;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>
/// The dashboard's files in <c>wwwroot</c>. A name is looked up among what lay there at the start and never becomes part
/// of a path, so no request reaches any other file.
/// </summary>
public sealed class StaticFiles
{
    private const string NoCache = "no-cache";
    private static readonly string[] Languages = ["en", "fr", "de", "nl"];
    private readonly InstanceAddress address;
    private readonly FrozenDictionary<string, StaticFile> files;

    public StaticFiles(InstanceAddress address)
        : this(address, Path.Combine(AppContext.BaseDirectory, "wwwroot"))
    {
    }

    internal StaticFiles(InstanceAddress address, string folder)
    {
        this.address = address;
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
    /// <param name="name">Of the page's file; null: the path is its name.</param>
    /// <param name="filled">What stands in it for which mark, beside what every page has.</param>
    /// <param name="frameAncestors">Who may show the page in a frame, beside this instance.</param>
    public IResult Page(HttpRequest request, string? name = null, IReadOnlyDictionary<string, string>? filled = null, string frameAncestors = "'self'")
    {
        ArgumentNullException.ThrowIfNull(request);
        var language = LanguageOf(request);
        if (Find($"{name ?? NameOf(request)}.{language}.html") is not { } file)
            return Results.NotFound();
        PageHeaders.AddTo(request, language, frameAncestors);
        if (file.Page is null)
            return file.AnswerTo(request, NoCache);
        request.HttpContext.Response.Headers.CacheControl = NoCache;
        var page = (filled ?? new Dictionary<string, string>()).Aggregate(
            file.Page, (text, value) => text.Replace(value.Key, value.Value, StringComparison.Ordinal));
        var root = address.Find(request);
        var picture = root is null || Find(OpenGraph.Picture) is null ? null : $"{root}/{OpenGraph.Picture}";
        var own = root is null ? null : root + request.Path.ToUriComponent();
        return FilledPage.Answer(page.Replace(OpenGraph.Mark, OpenGraph.Of(page, own, language, picture), StringComparison.Ordinal));
    }

    /// <summary>Whether the page of the request leaves a place for what a mark stands for.</summary>
    internal bool HasPlaceFor(HttpRequest request, string mark) =>
        Find($"{NameOf(request)}.{LanguageOf(request)}.html")?.Page?.Contains(mark, StringComparison.Ordinal) == true;

    /// <summary>What a visitor sees at an address where nothing is, in the visitor's language and with a way back.</summary>
    internal NotFoundPage NotFoundPage(HttpRequest request)
    {
        var language = LanguageOf(request);
        return new NotFoundPage(language, Find($"404.{language}.html")!.Path);
    }

    /// <summary>The one that the address asks for, else the first that the browser prefers, else English.</summary>
    internal static string LanguageOf(HttpRequest request)
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

    private static string NameOf(HttpRequest request)
    {
        var path = request.Path.Value!.TrimStart('/').ToLowerInvariant();
        return path.Length == 0 || path.EndsWith('/') ? path + "index" : path;
    }

    private StaticFile? Find(string name) => files.GetValueOrDefault(name);
}
