using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using StatsService.About;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Public;

namespace StatsService.Functions.Http.About;

/// <summary>What the instance says of itself to programs.</summary>
public sealed class AboutFunctions(InstanceFigures figures, IOptions<InstanceOptions> instance, InstanceAddress address, TimeProvider time)
{
    [Function("AboutJson")]
    public IResult About([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "about.json")] HttpRequest request)
    {
        var root = address.Of(request);
        return JsonAnswer.Of(new AboutBody(ServiceVersion.Current, $"{root}/about/more", $"{root}/api/v1/", instance.Value.Contact, instance.Value.License), WireJson.Wire.AboutBody);
    }

    [Function("AboutFigures")]
    public async Task<IResult> FiguresAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "about/figures.json")] HttpRequest request, CancellationToken cancellationToken) =>
        PublicAnswer.Of(request, await figures.GetAsync(cancellationToken));

    [Function("RobotsTxt")]
    public IResult Robots([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "robots.txt")] HttpRequest request) =>
        Text($"User-agent: *\nDisallow: {request.PathBase.ToUriComponent()}/api/\n");

    [Function("HumanTxt")]
    public IResult Human([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "human.txt")] HttpRequest request)
    {
        var contact = instance.Value.Contact;
        return Text($"""
            /* TEAM */
            Stats Service: its developers
            This instance: {(contact.Length > 0 ? contact : "its operator, who has not published an address")}

            /* SITE */
            Address: {address.Of(request)}/
            Languages: English, French, German, Dutch
            Made with: .NET, Azure Functions, D3, Leaflet, Natural Earth

            """);
    }

    /// <summary>RFC 9116, which wants a contact, and web addresses with https. Where the operator has published none of the kind, it is the page about the instance.</summary>
    [Function("SecurityTxt")]
    public IResult Security([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/security.txt")] HttpRequest request)
    {
        var root = address.Of(request);
        var contact = instance.Value switch
        {
            { AdminEmail: { Length: > 0 } email } => $"mailto:{email}",
            { AdminUrl: var url } when url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) => url,
            _ => $"{root}/about/more",
        };
        var canonical = root.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? $"Canonical: {root}/.well-known/security.txt\n" : "";
        var expires = time.GetUtcNow().UtcDateTime.Date.AddDays(180).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Text($"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en, fr, de, nl\n{canonical}");
    }

    /// <summary>Where tools older than RFC 9116 look for it.</summary>
    [Function("SecurityTxtAtRoot")]
    public IResult SecurityAtRoot([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "security.txt")] HttpRequest request) => Security(request);

    private static IResult Text(string content) => Results.Text(content, "text/plain", Encoding.UTF8);
}
