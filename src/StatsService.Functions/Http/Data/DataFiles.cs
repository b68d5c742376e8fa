using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using StatsService.Functions.Http.About;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Dashboard;
using StatsService.Functions.Http.Public;
using StatsService.Mosp;
using StatsService.Views;

namespace StatsService.Functions.Http.Data;

/// <summary>Everything that is public, as files: <c>threats.csv</c> and the like, <c>all.xlsx</c>, and <c>changes.atom</c>. <c>?language=</c> is that of the names.</summary>
public sealed class DataFiles(AllData data, ChangesFeed changes, StaticFiles pages, IOptions<InstanceOptions> instance)
{
    [Function("DataFile")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "data/{file}")] HttpRequest request, string file, CancellationToken cancellationToken)
    {
        var parameters = Parameters.OfQuery(request);
        var language = parameters.Optional("language", Parameters.Language, Language.English);
        parameters.ThrowIfWrong();
        if (instance.Value.License?.Url is { } license)
            request.HttpContext.Response.Headers.Link = $"<{license}>; rel=\"license\"";
        if (file == "changes.atom")
            return PublicAnswer.Of(request, await changes.GetAsync(language, cancellationToken), "application/atom+xml");
        if (file == "all.xlsx")
            return Answer([.. DataTable.All], "monarc-statistics", "xlsx");
        var (name, format) = (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file).TrimStart('.'));
        return format is "csv" or "ndjson" && DataTable.All.FirstOrDefault(table => table.Name == name) is { } table
            ? Answer([table], name, format)
            : pages.NotFoundPage(request);

        IResult Answer(IReadOnlyList<DataTable> tables, string fileName, string format) =>
            AnswerRoom.Within(new DataFileAnswer(data, tables, fileName, format, language), DataFileAnswer.Bytes);
    }
}
