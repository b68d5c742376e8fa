using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using StatsService.About;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Public;
using StatsService.Mosp;

namespace StatsService.Functions.Http.About;

/// <summary>What the instance says of itself to programs.</summary>
public sealed class AboutFunctions(ApiEndpoint api, InstanceFigures figures, IOptions<InstanceOptions> instance, TimeProvider time)
{
    [Function("AboutJson")]
    public Task<IResult> AboutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "about.json")] HttpRequest request) =>
        api.PublicAsync(request, () =>
        {
            var address = InstanceAddress.Of(request, instance.Value);
            return Json(
                ("version", ServiceVersion.Current),
                ("version_url", $"{address}/about/more"),
                ("api_v1_root", $"{address}/api/v1/"),
                ("contact", instance.Value.Contact));
        });

    [Function("AboutFigures")]
    public Task<IResult> FiguresAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "about/figures.json")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PublicAsync(request, async () => new PublicAnswer(await figures.GetAsync(cancellationToken)));

    [Function("RobotsTxt")]
    public Task<IResult> RobotsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "robots.txt")] HttpRequest request) =>
        api.PublicAsync(request, () => Text($"User-agent: *\nDisallow: {InstanceAddress.PrefixOf(request)}/api/\n"));

    [Function("HumanTxt")]
    public Task<IResult> HumanAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "human.txt")] HttpRequest request) =>
        api.PublicAsync(request, () => Human(request));

    /// <summary>RFC 9116, which allows web addresses with https only. A file without a contact would be invalid, so an instance without one has no such file.</summary>
    [Function("SecurityTxt")]
    public Task<IResult> SecurityAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/security.txt")] HttpRequest request) =>
        api.PublicAsync(request, () => Security(request));

    private IResult Human(HttpRequest request)
    {
        var contact = instance.Value.Contact;
        return Text($"""
            /* TEAM */
            Stats Service: its developers
            This instance: {(contact.Length > 0 ? contact : "its operator, who has not published an address")}

            /* SITE */
            Address: {InstanceAddress.Of(request, instance.Value)}/
            Languages: English, French, German, Dutch
            Made with: .NET, Azure Functions, Chart.js, Leaflet, Natural Earth

            """);
    }

    private IResult Security(HttpRequest request)
    {
        var contact = instance.Value.AdminEmail is { Length: > 0 } email ? $"mailto:{email}" : instance.Value.AdminUrl;
        if (contact.Length == 0 || contact.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
            return Text("This instance has published no contact yet. Its operator sets ADMIN_EMAIL, or ADMIN_URL to an https address.\n", StatusCodes.Status404NotFound);
        var address = InstanceAddress.Of(request, instance.Value);
        var canonical = address.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? $"Canonical: {address}/.well-known/security.txt\n" : "";
        var expires = time.GetUtcNow().UtcDateTime.Date.AddDays(180).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Text($"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en, fr, de, nl\n{canonical}");
    }

    private static JsonAnswer Json(params (string Name, string Value)[] members) => new(StatusCodes.Status200OK, mask: null, writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
            writer.WriteString(name, value);
        writer.WriteEndObject();
    });

    private static IResult Text(string content, int status = StatusCodes.Status200OK) =>
        Results.Text(content, "text/plain", Encoding.UTF8, status);
}
