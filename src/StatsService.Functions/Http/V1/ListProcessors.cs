using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Processors;

namespace StatsService.Functions.Http.V1;

public sealed class ListProcessors(ApiEndpoint api)
{
    [Function(nameof(ListProcessors))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/stats/processed/list")] HttpRequest request) =>
        api.PublicAsync(request, () => Task.FromResult<IResult>(
            new JsonAnswer(StatusCodes.Status200OK, FieldsMask.Parse(request.Headers[FieldsMask.Header]), writer =>
            {
                writer.WriteStartArray();
                foreach (var processor in ProcessorCatalogue.All)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", processor.Name);
                    writer.WriteString("description", processor.Description);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            })));
}
