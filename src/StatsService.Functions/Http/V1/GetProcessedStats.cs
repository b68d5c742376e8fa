using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Answers;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Edge;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Functions.Http.V1;

[Authorize]
public sealed class GetProcessedStats(ProcessedStats processed, TimeProvider time)
{
    [Function(nameof(GetProcessedStats))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/stats/processed")] HttpRequest request, CancellationToken cancellationToken)
    {
        var mask = FieldsMask.Of(request);
        // The original never looked at the query string here, and callers were recorded to rely on the refusal.
        var parameters = await Parameters.ReadAsync(request, cancellationToken);
        var type = parameters.Required<StatType>("type", Parameters.Type);
        var processor = parameters.Required("processor", Parameters.OneOf(ProcessorCatalogue.All.Select(known => known.Name), ProcessorCatalogue.Find));
        var branches = parameters.Optional<ProcessorParams>("processor_params", ReadProcessorParams, ProcessorParams.None);
        var anrs = parameters.Optional<IReadOnlySet<Guid>>("anrs", Parameters.Uuids, new HashSet<Guid>());
        var from = parameters.Optional<DateOnly?>("date_from", Parameters.Date) ?? DateOnly.MinValue;
        var to = parameters.Optional<DateOnly?>("date_to", Parameters.Date);
        _ = parameters.Optional<bool>("local_stats_only", Parameters.ZeroOrOne);
        parameters.ThrowIfWrongOrUnknown();
        if (processor.Type != type)
            return Problems.ProcessorMismatch(processor, type);

        var caller = Caller.Of(request).Client;
        var question = new ProcessorQuestion(processor, branches, type, from, to ?? (anrs.Count == 0 ? PublicDays.Last(time) : DateOnly.MaxValue));
        var answer = anrs.Count == 0
            ? await processed.GetAsync(question, cancellationToken)
            : await processed.GetOfAnrsAsync(question, anrs, caller.Role == ClientRole.Admin ? null : caller.Uuid, cancellationToken);
        var data = (answer.HasStats ? answer : FinishedAnswer.EmptyList).Json;

        // With a mask it is written whole before it is sent.
        return AnswerRoom.Within(new ProcessedAnswer(new ProcessedBody(type.Name(), processor.Name, data), mask), 2 * data.Length);
    }

    /// <summary>An object; null and an empty list, as PHP writes an empty map, mean none.</summary>
    private static string? ReadProcessorParams(JsonElement value, out ProcessorParams result)
    {
        result = ProcessorParams.None;
        if (value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0))
            return null;
        if (value.ValueKind != JsonValueKind.Object)
            return "Not an object.";
        result = ProcessorParams.Create(Names("risks_state"), Names("risks_type"));
        return null;

        List<string> Names(string name)
        {
            var names = value.EnumerateObject().LastOrDefault(property => property.Text() == name).Value;
            var texts = names.ValueKind == JsonValueKind.Array ? names.EnumerateArray().Select(WireText.Text) : names.Text()?.Split(',');
            return [.. texts?.OfType<string>().Select(text => text.Trim()).Where(text => text.Length > 0) ?? []];
        }
    }
}
