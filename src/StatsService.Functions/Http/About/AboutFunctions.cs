using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using StatsService.About;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Public;

namespace StatsService.Functions.Http.About;

/// <summary>What the instance says of itself to programs.</summary>
public sealed class AboutFunctions(ApiEndpoint api, InstanceFigures figures, IOptions<InstanceOptions> instance, TimeProvider time)
{
    [Function("AboutJson")]
    public IResult About([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "about.json")] HttpRequest request)
    {
        var address = InstanceAddress.Of(request, instance.Value);
        return Json(
            ("version", ServiceVersion.Current),
            ("version_url", $"{address}/about/more"),
            ("api_v1_root", $"{address}/api/v1/"),
            ("contact", instance.Value.Contact));
    }

    [Function("AboutFigures")]
    public Task<IResult> FiguresAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "about/figures.json")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PublicAsync(request, async () => new PublicAnswer(await figures.GetAsync(cancellationToken)));

    [Function("RobotsTxt")]
    public IResult Robots([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "robots.txt")] HttpRequest request) =>
        Text($"User-agent: *\nDisallow: {InstanceAddress.PrefixOf(request)}/api/\n");

    [Function("HumanTxt")]
    public IResult Human([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "human.txt")] HttpRequest request)
    {
        var contact = instance.Value.Contact;
        return Text($"""
            /* TEAM */
            Stats Service: its developers
            This instance: {(contact.Length > 0 ? contact : "its operator, who has not published an address")}

            /* SITE */
            Address: {InstanceAddress.Of(request, instance.Value)}/
            Version: {ServiceVersion.Current}
            Languages: English, French, German, Dutch
            Made with: {RuntimeInformation.FrameworkDescription}, Azure Functions, Chart.js, Leaflet, Natural Earth

            """);
    }

    /// <summary>RFC 9116. A file without a contact would be invalid, so an instance without one has no such file.</summary>
    [Function("SecurityTxt")]
    public IResult Security([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/security.txt")] HttpRequest request)
    {
        var contact = instance.Value.AdminEmail is { Length: > 0 } email ? $"mailto:{email}" : instance.Value.AdminUrl;
        if (contact.Length == 0)
            return Text("This instance has published no contact yet. Its operator sets ADMIN_EMAIL or ADMIN_URL.\n", StatusCodes.Status404NotFound);
        var expires = time.GetUtcNow().UtcDateTime.Date.AddDays(180).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Text($"Contact: {contact}\nExpires: {expires}\nCanonical: {InstanceAddress.Of(request, instance.Value)}/.well-known/security.txt\n");
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
