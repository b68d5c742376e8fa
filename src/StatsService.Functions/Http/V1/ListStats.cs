using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Edge;
using StatsService.Queries;

namespace StatsService.Functions.Http.V1;

[Authorize, ChecksMonarcVersion, OnlyReads]
public sealed class ListStats(StatQueries queries, TimeProvider time)
{
    private const int DefaultMonths = 3;

    [Function(nameof(ListStats))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/stats")] HttpRequest request, CancellationToken cancellationToken)
    {
        var mask = FieldsMask.Of(request);
        var query = await ReadQueryAsync(request, cancellationToken);
        var selected = await queries.ListAsync(Caller.Of(request).Client, query, cancellationToken);
        var metadata = query.GetLast ? new StatsMetadata(selected.Count) : new StatsMetadata(selected.Count, query.Offset, query.Limit);
        return new StatsAnswer(StatusCodes.Status200OK, mask, metadata, SheetTexts.Read(selected));
    }

    /// <summary>The same for callers that can't send a body with GET, or whose parameters are too long for an address.</summary>
    [Function("QueryStats")]
    public Task<IResult> QueryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/stats/query")] HttpRequest request, CancellationToken cancellationToken) => RunAsync(request, cancellationToken);

    private async Task<StatQuery> ReadQueryAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = HttpMethods.IsPost(request.Method) ? await Parameters.ReadStrictAsync(request, cancellationToken) : await Parameters.ReadWithQueryAsync(request, cancellationToken);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var type = parameters.Required<Stats.StatType>("type", Parameters.Type);
        var anrs = parameters.Optional<IReadOnlySet<Guid>>("anrs", Parameters.Uuids, new HashSet<Guid>());
        _ = parameters.Optional<Guid?>("anr", Parameters.Uuid);
        _ = parameters.Optional<bool>("group_by_anr", Parameters.ZeroOrOne);
        var from = parameters.Optional<DateOnly?>("date_from", Parameters.Date);
        var to = parameters.Optional<DateOnly?>("date_to", Parameters.Date);
        var getLast = parameters.Optional<bool>("get_last", Parameters.BooleanOrNothing);
        var offset = parameters.Optional<long?>("offset", Parameters.Natural, 0);
        var limit = parameters.Optional<long?>("limit", Parameters.Natural, 0);
        parameters.ThrowIfWrongOrUnknown();
        return new StatQuery(type, from ?? today.AddMonths(-DefaultMonths), to ?? today) { Anrs = anrs, GetLast = getLast, Offset = offset ?? 0, Limit = limit };
    }
}
