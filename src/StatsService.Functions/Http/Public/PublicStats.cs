using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Answers;
using StatsService.Functions.Http.Contract;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Functions.Http.Public;

/// <summary>The statistics of all clients together, for everybody.</summary>
public sealed class PublicStats(ProcessedStats processed, TimeProvider time)
{
    private const int DefaultDays = 365;
    private const int Newest = 40;

    [Function("GetPublicThreats")]
    public Task<IResult> GetThreatsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/threats.json")] HttpRequest request, CancellationToken cancellationToken) =>
        GetAsync(request, ProcessorCatalogue.ThreatAverageOnDate, cancellationToken);

    [Function("GetPublicVulnerabilities")]
    public Task<IResult> GetVulnerabilitiesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/vulnerabilities.json")] HttpRequest request, CancellationToken cancellationToken) =>
        GetAsync(request, ProcessorCatalogue.VulnerabilityAverageOnDate, cancellationToken);

    [Function("GetPublicRisks")]
    public Task<IResult> GetRisksAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats/risks.json")] HttpRequest request, CancellationToken cancellationToken) =>
        GetAsync(request, ProcessorCatalogue.RiskAverages, cancellationToken);

    private async Task<IResult> GetAsync(HttpRequest request, Processor own, CancellationToken cancellationToken)
    {
        var asked = request.Query["processor"].FirstOrDefault();
        if ((string.IsNullOrEmpty(asked) ? own : ProcessorCatalogue.Find(asked)) is not { } processor)
            return UnknownProcessor(asked);
        var days = Integer(request, "days", DefaultDays);
        if (Integer(request, "last_stats", 0) != 0)
        {
            if (own.Type != StatType.Risk && processor.Type == own.Type)
                return PublicAnswer.Of(request, await processed.GetNewestAsync(processor, Newest, PublicDays.Last(time), cancellationToken));
            days = Newest;
        }

        var answer = await processed.GetAsync(new ProcessorQuestion(processor, ProcessorParams.None, own.Type, FirstOf(days), PublicDays.Last(time)), cancellationToken);

        // The original applied any processor to an empty list, and wrote an empty list where none was asked for.
        if (answer.HasStats && processor.Type != own.Type)
            return Problems.ProcessorMismatch(processor, own.Type);
        return answer.HasStats || !string.IsNullOrEmpty(asked) ? PublicAnswer.Of(request, answer) : PublicAnswer.Of(request, FinishedAnswer.EmptyList);
    }

    private static IResult UnknownProcessor(string? name) => Problems.Invalid(new InvalidInputException(
        new Dictionary<string, string> { ["processor"] = $"'{InvalidInputException.Shortened(name ?? "")}' is not one of {string.Join(", ", ProcessorCatalogue.All.Select(processor => processor.Name))}." }));

    private static long Integer(HttpRequest request, string name, long unreadable) =>
        long.TryParse(request.Query[name].FirstOrDefault(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : unreadable;

    /// <summary>The first day that counts: of 1 day it is today, of 365 days the day 364 days ago.</summary>
    private DateOnly FirstOf(long days)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber;
        var back = Math.Clamp(days, -DateOnly.MaxValue.DayNumber, DateOnly.MaxValue.DayNumber);
        return DateOnly.FromDayNumber((int)Math.Clamp(today - back + 1, 0, DateOnly.MaxValue.DayNumber));
    }
}
