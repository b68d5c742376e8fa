using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Answers;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;
using StatsService.Views;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>The first page. Those who run no scripts see its ranking as a table.</summary>
public sealed class CurrentPage(StaticFiles files, Ranking ranking)
{
    private const int MostRows = 20;

    [Function("PageCurrent")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{ignored:maxlength(0)?}")] HttpRequest request, CancellationToken cancellationToken) =>
        files.HasPlaceFor(request, FilledPage.Rows)
            ? files.Page(request, filled: new Dictionary<string, string> { [FilledPage.Rows] = await RowsAsync(request, cancellationToken) })
            : files.Page(request);

    /// <summary>Place, name, rate, occurrence and highest risk of the first threats; nothing where the storage does not answer now.</summary>
    private async Task<string> RowsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var language = Languages.TryParse(StaticFiles.LanguageOf(request), out var known) ? known : Language.English;
        try
        {
            var answer = await ranking.GetAsync(new RankingQuestion(StatType.Threat, Measure.AverageRate, language, Months: null), cancellationToken);
            using var document = JsonDocument.Parse(answer.Json);
            // The service knows no cultures, and of MONARC's languages English alone has a point there.
            var numbers = new NumberFormatInfo { NumberDecimalSeparator = language == Language.English ? "." : "," };
            var rows = new StringBuilder();
            foreach (var threat in document.RootElement.GetProperty("objects").EnumerateArray().Take(MostRows))
            {
                rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{threat.GetProperty("place").GetInt32()}</td>")
                    .Append(CultureInfo.InvariantCulture, $"<th scope=\"row\">{WebUtility.HtmlEncode(threat.GetProperty("name").GetString() ?? threat.GetProperty("object").GetString())}</th>");
                foreach (var mean in threat.GetProperty("now").EnumerateArray())
                    rows.Append(numbers, $"<td>{mean.GetDouble():0.0}</td>");
                rows.AppendLine("</tr>");
            }

            return rows.ToString();
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OverloadedException)
        {
            return "";
        }
    }
}
