using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using StatsService.SampleData;

namespace StatsService.Demo;

/// <summary>Sends an organisation's statistics as its MONARC would, but many days at once.</summary>
internal sealed class DemoFrontOffice(SampleOrganisation organisation, string token, HttpClient http)
{
    // The service counts the stats of these.
    private const int CountedTypes = 3;

    private readonly SampleFrontOffice office = new(client: organisation.Seed, anrs: organisation.Anrs);

    /// <summary>Sends those of the days on which the organisation took part that are later than the newest that the service has.</summary>
    /// <returns>How many stats were sent.</returns>
    public async Task<int> SendAsync(IEnumerable<DateOnly> days, DateOnly today, CancellationToken cancellationToken)
    {
        var newest = await FindNewestAsync(cancellationToken);
        DateOnly[] missing = [.. days.Where(day => today.DayNumber - day.DayNumber < organisation.Days && !(day <= newest))];
        if (missing.Length == 0)
            return 0;
        using var content = new ByteArrayContent(office.Batch(missing)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await CallAsync(HttpMethod.Post, "api/v1/stats/", content, cancellationToken);
        return missing.Length * organisation.Anrs * office.Types.Count;
    }

    /// <summary>Waits until the averages hold the statistics of all organisations over the days, at most a year.</summary>
    public static async Task WaitForAveragesAsync(HttpClient http, int days, CancellationToken cancellationToken)
    {
        var expected = SampleOrganisation.All.Sum(each => (long)each.Anrs * Math.Min(days, each.Days)) * CountedTypes;
        while (true)
        {
            using var figures = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri("about/figures.json", UriKind.Relative), cancellationToken));
            if (figures.RootElement.GetProperty("stats").GetInt64() >= expected)
                return;
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    private async Task<DateOnly?> FindNewestAsync(CancellationToken cancellationToken)
    {
        using var answer = await CallAsync(HttpMethod.Get, "api/v1/stats/?type=risk&get_last=1", null, cancellationToken);
        using var stats = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return stats.RootElement.GetProperty("data").EnumerateArray()
            .Select(stat => (DateOnly?)DateOnly.ParseExact(stat.GetProperty("date").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Max();
    }

    private async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.Add("X-API-KEY", token);
        return (await http.SendAsync(request, cancellationToken)).EnsureSuccessStatusCode();
    }
}
