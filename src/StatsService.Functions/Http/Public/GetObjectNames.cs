using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Mosp;
using StatsService.Wire;

namespace StatsService.Functions.Http.Public;

/// <summary>What threats and vulnerabilities are called: <c>?uuid=…&amp;uuid=…&amp;language=fr</c>, English where no language is asked for.</summary>
public sealed class GetObjectNames(ObjectNames names)
{
    // A request line has at most 8 KiB, here and in most proxies.
    private const int MaxUuids = 150;

    [Function(nameof(GetObjectNames))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "mosp/objects.json")] HttpRequest request, CancellationToken cancellationToken) =>
        PublicAnswer.Of(request, await names.GetAsync(Uuids(request), Language(request), cancellationToken));

    private static IEnumerable<Guid> Uuids(HttpRequest request)
    {
        var asked = request.Query["uuid"];
        if (asked.Count > MaxUuids)
            throw Invalid("uuid", $"More than {MaxUuids}: ask several times.");
        return [.. asked.Select(text => WireText.TryParseUuid(text, out var uuid) ? uuid : throw Invalid("uuid", "Not a UUID."))];
    }

    private static Language Language(HttpRequest request)
    {
        var asked = request.Query["language"];
        if (asked.Count == 0)
            return Mosp.Language.English;
        return Languages.TryParse(asked.ToString(), out var language) ? language : throw Invalid("language", $"Not one of {string.Join(", ", Languages.Names)}.");
    }

    private static InvalidInputException Invalid(string field, string why) => new(new Dictionary<string, string> { [field] = why });
}
