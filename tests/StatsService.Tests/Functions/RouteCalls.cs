using System.Text.Json;
using StatsService.Processors;
using StatsService.Stats;

namespace StatsService.Tests.Functions;

/// <summary>What somebody knows of a client, or invents.</summary>
/// <param name="Stat">The UUID of one of its stats.</param>
/// <param name="Client">Its UUID.</param>
internal sealed record ClientIds(string Anr, string Stat, string Client, string Name, string Key)
{
    public static ClientIds Invent() =>
        new($"{Guid.NewGuid()}", $"{Guid.NewGuid()}", $"{Guid.NewGuid()}", $"office-{Guid.NewGuid():N}", StatsServiceApp.NewToken());
}

internal enum Access
{
    /// <summary>Anybody, and all see the same.</summary>
    Everybody,

    /// <summary>Every client, which sees and changes what is its own; an administrator reaches everybody's.</summary>
    Clients,

    Administrators,
}

/// <param name="Path">From the root.</param>
internal sealed record Call(string Method, string Path, string? Body = null)
{
    public bool Names(string id) => $"{Path} {Body}".Contains(id, StringComparison.Ordinal);
}

/// <summary>For each route of the service who may call it, and calls that make the most of another client's ids.</summary>
/// <param name="CallsWith">The calls by a method, with a client's ids and with the ANR of whoever calls.</param>
internal sealed record RouteCalls(Access Access, Func<string, ClientIds, string, IEnumerable<Call>> CallsWith)
{
    public static IReadOnlyDictionary<string, RouteCalls> ByTemplate { get; } = new Dictionary<string, RouteCalls>
    {
        ["api/v1/stats"] = new(Access.Clients, (method, ids, own) => method == "POST" ? Batches(ids) : Lists(method, "/api/v1/stats/", ids, own).Concat(Addresses(method, ids))),
        ["api/v1/stats/query"] = new(Access.Clients, (method, ids, own) => Lists(method, "/api/v1/stats/query/", ids, own)),
        ["api/v1/stats/processed"] = new(Access.Clients, Processed),
        ["api/v1/stats/{anr:guid}"] = new(Access.Clients, (method, ids, _) => new[] { ids.Anr, ids.Stat, ids.Client }.Select(id => new Call(method, $"/api/v1/stats/{id}"))),
        ["api/v1/client/me"] = new(Access.Clients, (method, ids, _) => [method == "PATCH" ? Json(method, "/api/v1/client/me", new { is_sharing_enabled = false, uuid = ids.Client, name = ids.Name }) : new Call(method, $"/api/v1/client/me?uuid={ids.Client}&name={ids.Name}")]),
        ["api/v1/client"] = new(Access.Administrators, (method, ids, _) =>
        [
            Json(method, "/api/v1/client/", new { name = ids.Name, is_sharing_enabled = true, token = $"{ids.Name}-has-another-key" }),
            Json(method, "/api/v1/client/", new { name = $"{ids.Name}-again", is_sharing_enabled = true, token = ids.Key }),
        ]),
        ["api/v1/admin/client_sharing_activate.json/{uuid}"] = OfClient("/api/v1/admin/client_sharing_activate.json/{0}"),
        ["api/v1/admin/client_sharing_deactivate.json/{uuid}"] = OfClient("/api/v1/admin/client_sharing_deactivate.json/{0}"),
        ["api/v1/admin/clients/{uuid}/exclude"] = OfClient("/api/v1/admin/clients/{0}/exclude"),
        ["api/v1/admin/clients/{uuid}/include"] = OfClient("/api/v1/admin/clients/{0}/include"),
        ["api/v1/admin/status"] = new(Access.Administrators, (method, _, _) => [new Call(method, "/api/v1/admin/status")]),
        ["{ignored:maxlength(0)?}"] = Public(""),
        ["threats/{uuid}"] = PublicPage("threats/{0}"),
        ["vulnerabilities/{uuid}"] = PublicPage("vulnerabilities/{0}"),
        ["data/{file}"] = Public("data/threats.csv", "data/vulnerabilities.csv", "data/risks.ndjson", "data/all.xlsx", "data/changes.atom"),
        ["embed/{what}"] = Public("embed/ranking", "embed/evolution"),
        ["stats/objects/threats.json"] = Public($"stats/objects/threats.json?uuid={PublicStatsData.Threat}"),
        ["stats/objects/vulnerabilities.json"] = Public($"stats/objects/vulnerabilities.json?uuid={PublicStatsData.Threat}"),
        ["assets/{file}"] = Public("assets/none.js"),
    }.Concat(((string[])
    [
        "api/v1", "api/v1/openapi.json", "api/v1/swagger.json", "api/v1/stats/processed/list", "about.json", "about/figures.json", "robots.txt", "human.txt",
        ".well-known/security.txt", "security.txt", "health", "stats/summary.json", "stats/ranking/threats.json", "stats/ranking/vulnerabilities.json",
        "stats/evolution/threats.json", "stats/evolution/vulnerabilities.json", "stats/evolution/risks.json",
        "stats/cartography.json", "stats/compliance.json", "map/clients.json", "mosp/objects.json", "stats/threats.json",
        "stats/vulnerabilities.json", "stats/risks.json", "evolution", "map", "about", "about/more", "help", "data", "preview.png", "favicon.svg", "favicon.ico",
    ]).Select(template => KeyValuePair.Create(template, Public(template)))).ToDictionary();

    private static IEnumerable<Call> Lists(string method, string path, ClientIds ids, string own) => StatTypes.Names.SelectMany(type => (IEnumerable<Call>)
    [
        Json(method, path, new { type }),
        Json(method, path, new { type, anrs = new[] { ids.Anr } }),
        Json(method, path, new { type, anr = ids.Anr }),
        Json(method, path, new { type, anrs = new[] { ids.Anr, own }, date_from = "2000-01-01" }),
        Json(method, path, new { type, anrs = new[] { ids.Anr, own }, get_last = true }),
    ]);

    private static IEnumerable<Call> Addresses(string method, ClientIds ids) =>
        StatTypes.Names.Select(type => new Call(method, $"/api/v1/stats/?type={type}&anrs={ids.Anr}&date_from=2000-01-01"));

    private static IEnumerable<Call> Processed(string method, ClientIds ids, string own) => ProcessorCatalogue.All.SelectMany(processor => (IEnumerable<Call>)
    [
        Json(method, "/api/v1/stats/processed/", new { type = processor.Type.Name(), processor = processor.Name, anrs = new[] { ids.Anr } }),
        Json(method, "/api/v1/stats/processed/", new { type = processor.Type.Name(), processor = processor.Name, anrs = new[] { ids.Anr, own }, date_from = "2000-01-01" }),
    ]);

    // A UUID that the owner has, an ANR that it has, and what the service makes a UUID of.
    private static IEnumerable<Call> Batches(ClientIds ids) =>
    [
        new Call("POST", "/api/v1/stats/", PostedStat.Batch(new PostedStat { Uuid = ids.Stat, Anr = ids.Anr, Type = "risk" })),
        new Call("POST", "/api/v1/stats/", PostedStat.Batch(new PostedStat { Uuid = null, Anr = ids.Anr, Type = "risk" })),
    ];

    private static RouteCalls OfClient(string path) => new(Access.Administrators, (method, ids, _) =>
        new[] { ids.Client, ids.Name }.Select(id => new Call(method, string.Format(null, path, id))));

    private static RouteCalls Public(params string[] paths) => new(Access.Everybody, (method, ids, _) =>
        paths.SelectMany(path => (IEnumerable<Call>)[new Call(method, $"/{path}"), new Call(method, $"/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}anrs={ids.Anr}&stat={ids.Stat}&client={ids.Name}")]));

    private static RouteCalls PublicPage(string path) => new(Access.Everybody, (method, ids, _) =>
        new[] { PublicStatsData.Threat, ids.Anr, ids.Stat, ids.Client }.Select(id => new Call(method, $"/{string.Format(null, path, id)}")));

    private static Call Json(string method, string path, object body) => new(method, path, JsonSerializer.Serialize(body));
}
