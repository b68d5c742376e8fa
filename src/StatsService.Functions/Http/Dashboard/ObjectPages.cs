using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Answers;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Views;
using StatsService.Wire;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>The page of each threat and vulnerability. One that the last twelve months don't know has none.</summary>
public sealed class ObjectPages(StaticFiles files, ObjectView objects)
{
    private const string Page = "object";

    [Function("PageThreat")]
    public Task<IResult> ThreatAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "threats/{uuid}")] HttpRequest request, string uuid, CancellationToken cancellationToken) =>
        ShowAsync(request, StatType.Threat, uuid, cancellationToken);

    [Function("PageVulnerability")]
    public Task<IResult> VulnerabilityAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "vulnerabilities/{uuid}")] HttpRequest request, string uuid, CancellationToken cancellationToken) =>
        ShowAsync(request, StatType.Vulnerability, uuid, cancellationToken);

    private async Task<IResult> ShowAsync(HttpRequest request, StatType type, string text, CancellationToken cancellationToken)
    {
        if (!WireText.TryParseUuid(text, out var uuid))
            return files.NotFoundPage(request);

        // The page's links are relative to an address without a slash at its end, in the one spelling that search engines shall know.
        var path = request.Path.Value!;
        var canonical = $"{uuid:D}";
        if (!path.EndsWith("/" + canonical, StringComparison.Ordinal))
            return Results.Redirect($"{request.PathBase}{path[..(path.TrimEnd('/').LastIndexOf('/') + 1)]}{canonical}{request.QueryString}", permanent: true, preserveMethod: true);
        var language = Languages.TryParse(StaticFiles.LanguageOf(request), out var known) ? known : Language.English;
        return await FindNameAsync(type, uuid, language, cancellationToken) is { } name
            ? files.Page(request, Page, new Dictionary<string, string> { [FilledPage.Name] = WebUtility.HtmlEncode(name) })
            : files.NotFoundPage(request);
    }

    /// <returns>Null: nobody reports it. The UUID: nobody names it, or the storage can't tell now, which the page itself will say.</returns>
    private async Task<string?> FindNameAsync(StatType type, Guid uuid, Language language, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await objects.GetAsync(type, uuid, language, cancellationToken);
            if (!answer.HasStats)
                return null;
            using var document = JsonDocument.Parse(answer.Json);
            return document.RootElement.GetProperty("name").GetString() ?? $"{uuid}";
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OverloadedException)
        {
            return $"{uuid}";
        }
    }
}
