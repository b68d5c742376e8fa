using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Processors;

namespace StatsService.Functions.Http.V1;

/// <summary>The original's processors: callers know its list. What else there is stands in the description of the API.</summary>
public sealed class ListProcessors
{
    [Function(nameof(ListProcessors))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/stats/processed/list")] HttpRequest request) =>
        JsonAnswer.Of(
            ProcessorCatalogue.Originals.Select(processor => new ProcessorBody(processor.Name, processor.Description)),
            WireJson.Wire.IEnumerableProcessorBody,
            mask: FieldsMask.Of(request));
}
