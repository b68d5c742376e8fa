using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>The dashboard's own page for an address where nothing is, or, where its build has none, a plain one.</summary>
/// <param name="path">Where the dashboard's page lies; null: it has none.</param>
internal sealed class NotFoundPage(string language, string? path) : IResult
{
    private static readonly Dictionary<string, (string Missing, string Back)> Texts = new()
    {
        ["en"] = ("There is no such page.", "Back to the dashboard"),
        ["fr"] = ("Cette page n’existe pas.", "Retour au tableau de bord"),
        ["de"] = ("Diese Seite gibt es nicht.", "Zurück zum Dashboard"),
        ["nl"] = ("Deze pagina bestaat niet.", "Terug naar het dashboard"),
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        PageHeaders.AddTo(httpContext.Request, language);
        httpContext.Response.StatusCode = StatusCodes.Status404NotFound;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        var text = path is null ? Plain(httpContext.Request.PathBase) : await File.ReadAllTextAsync(path, httpContext.RequestAborted);
        await httpContext.Response.WriteAsync(text, httpContext.RequestAborted);
    }

    private string Plain(PathString root) => $"""
        <!doctype html>
        <html lang="{language}">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>404</title>
        <h1>{Texts[language].Missing}</h1>
        <p><a href="{HtmlEncoder.Default.Encode(root.ToUriComponent())}/">{Texts[language].Back}</a></p>
        </html>

        """;
}
