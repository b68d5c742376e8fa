using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Answers;
using StatsService.Functions.Http.Contract;
using StatsService.Mosp;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Views;
using StatsService.Wire;

namespace StatsService.Functions.Http.Public;

/// <summary>What the dashboard's pages draw, and no more: over all clients, for everybody.</summary>
public sealed class ViewFunctions(Ranking ranking, Evolution evolution, RiskEvolution risks, ObjectView objects, AverageOfDay averages, Summary summary, TimeProvider time)
{
    private const int MostMonths = 36;
    private const int MostObjects = 12;

    [Function("GetSummary")]
    public async Task<IResult> SummaryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/summary.json")] HttpRequest request, CancellationToken cancellationToken) =>
        PublicAnswer.Of(request, await summary.GetAsync(cancellationToken));

    [Function("GetThreatRanking")]
    public Task<IResult> ThreatRankingAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/ranking/threats.json")] HttpRequest request, CancellationToken cancellationToken) =>
        RankAsync(request, StatType.Threat, cancellationToken);

    [Function("GetVulnerabilityRanking")]
    public Task<IResult> VulnerabilityRankingAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/ranking/vulnerabilities.json")] HttpRequest request, CancellationToken cancellationToken) =>
        RankAsync(request, StatType.Vulnerability, cancellationToken);

    [Function("GetThreatEvolution")]
    public Task<IResult> ThreatEvolutionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/evolution/threats.json")] HttpRequest request, CancellationToken cancellationToken) =>
        EvolveAsync(request, StatType.Threat, cancellationToken);

    [Function("GetVulnerabilityEvolution")]
    public Task<IResult> VulnerabilityEvolutionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/evolution/vulnerabilities.json")] HttpRequest request, CancellationToken cancellationToken) =>
        EvolveAsync(request, StatType.Vulnerability, cancellationToken);

    [Function("GetRiskEvolution")]
    public async Task<IResult> RiskEvolutionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/evolution/risks.json")] HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = Parameters.OfQuery(request);
        var (from, to) = DaysOf(parameters);
        return PublicAnswer.Of(request, await risks.GetAsync(from, to, cancellationToken));
    }

    [Function("GetThreat")]
    public Task<IResult> ThreatAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/objects/threats.json")] HttpRequest request, CancellationToken cancellationToken) =>
        FindAsync(request, StatType.Threat, cancellationToken);

    [Function("GetVulnerability")]
    public Task<IResult> VulnerabilityAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/objects/vulnerabilities.json")] HttpRequest request, CancellationToken cancellationToken) =>
        FindAsync(request, StatType.Vulnerability, cancellationToken);

    [Function("GetCartography")]
    public Task<IResult> CartographyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/cartography.json")] HttpRequest request, CancellationToken cancellationToken) =>
        AverageAsync(request, ProcessorCatalogue.CartographyAverage, cancellationToken);

    [Function("GetCompliance")]
    public Task<IResult> ComplianceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/compliance.json")] HttpRequest request, CancellationToken cancellationToken) =>
        AverageAsync(request, ProcessorCatalogue.ComplianceAverage, cancellationToken);

    private async Task<IResult> AverageAsync(HttpRequest request, Processor processor, CancellationToken cancellationToken)
    {
        var parameters = Parameters.OfQuery(request);
        var months = parameters.Optional<int?>("months", Months);
        parameters.ThrowIfWrong();
        return PublicAnswer.Of(request, await averages.GetAsync(processor, months, cancellationToken));
    }

    private async Task<IResult> RankAsync(HttpRequest request, StatType type, CancellationToken cancellationToken)
    {
        var parameters = Parameters.OfQuery(request);
        var question = new RankingQuestion(
            type, parameters.Optional<Measure>("by", Parameters.Measure), LanguageOf(parameters), parameters.Optional<int?>("months", Months));
        parameters.ThrowIfWrong();
        return PublicAnswer.Of(request, await ranking.GetAsync(question, cancellationToken));
    }

    private async Task<IResult> EvolveAsync(HttpRequest request, StatType type, CancellationToken cancellationToken)
    {
        var parameters = Parameters.OfQuery(request);
        var by = parameters.Optional<Measure>("by", Parameters.Measure);
        var lowestFirst = parameters.Optional<bool>("order", IsLowestFirst);
        var chosen = parameters.Optional<IReadOnlySet<Guid>>("objects", Objects, new HashSet<Guid>());
        var withPlaces = parameters.Optional<bool>("places", Parameters.ZeroOrOne);
        var language = LanguageOf(parameters);
        var (from, to) = DaysOf(parameters);
        return PublicAnswer.Of(request, await evolution.GetAsync(new EvolutionQuestion(type, by, language, from, to, lowestFirst, chosen, withPlaces), cancellationToken));
    }

    private async Task<IResult> FindAsync(HttpRequest request, StatType type, CancellationToken cancellationToken)
    {
        var parameters = Parameters.OfQuery(request);
        var uuid = parameters.Required<Guid>("uuid", Uuid);
        var language = LanguageOf(parameters);
        parameters.ThrowIfWrong();
        var answer = await objects.GetAsync(type, uuid, language, cancellationToken);
        return answer.HasStats
            ? PublicAnswer.Of(request, answer)
            : Problems.Message(StatusCodes.Status404NotFound, "No statistics of the last twelve months report this object.");
    }

    private static Language LanguageOf(Parameters parameters) => parameters.Optional("language", Parameters.Language, Language.English);

    /// <summary>Between <c>from</c> and <c>to</c>, inclusive: a year to today where they are absent.</summary>
    /// <exception cref="InvalidInputException">They, or other parameters that were taken before, are wrong.</exception>
    private (DateOnly From, DateOnly To) DaysOf(Parameters parameters)
    {
        var from = parameters.Optional<DateOnly?>("from", Parameters.Date);
        var to = parameters.Optional<DateOnly?>("to", Parameters.Date) ?? PublicDays.Today(time);
        parameters.ThrowIfWrong();
        var last = PublicDays.Last(time);
        to = to < last ? to : last;
        var first = from ?? (to.Year > 1 ? to.AddYears(-1).AddDays(1) : DateOnly.MinValue);
        return first <= to ? (first, to) : throw new InvalidInputException(new Dictionary<string, string> { ["from"] = "After the last day, or more than a week ahead." });
    }

    private static string? Uuid(JsonElement value, out Guid result) => WireText.TryParseUuid(value.Text(), out result) ? null : "Not a UUID.";

    private static string? Months(JsonElement value, out int? result)
    {
        result = Parameters.Natural(value, out var number) is null && number is >= 1 and <= MostMonths ? (int)number : null;
        return result is null ? $"Not an integer from 1 to {MostMonths}." : null;
    }

    private static string? IsLowestFirst(JsonElement value, out bool result)
    {
        var text = value.Text();
        result = text == "lowest";
        return result || text == "highest" ? null : "Not one of highest, lowest.";
    }

    private static string? Objects(JsonElement value, out IReadOnlySet<Guid> result) =>
        Parameters.Uuids(value, out result) is { } problem ? problem : result.Count > MostObjects ? $"More than {MostObjects} UUIDs." : null;
}
