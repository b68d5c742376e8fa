using System.Globalization;
using System.Text.Json;

namespace StatsService.Bench;

/// <summary>The means of what front offices sent, added up here in plain decimals, beside what the service answers.</summary>
internal static class SentMeans
{
    private static readonly string[] Fields = ["count", "maxRisk", "averageRate"];

    /// <exception cref="BenchException">The service's averages of that day's threats or vulnerabilities are others.</exception>
    public static async Task CheckAsync(StatsApi api, IEnumerable<byte[]> batches, DateOnly date, CancellationToken cancellation)
    {
        var sums = new Dictionary<(string Type, string Object, string Field), (decimal Sum, int Count)>();
        foreach (var stat in batches.SelectMany(batch => JsonDocument.Parse(batch).RootElement.EnumerateArray()))
        {
            var type = stat.GetProperty("type").GetString()!;
            if (type is not ("threat" or "vulnerability"))
                continue;
            foreach (var item in stat.GetProperty("data").EnumerateArray())
                foreach (var field in Fields)
                {
                    var key = (type, item.GetProperty("uuid").GetString()!, field);
                    var (sum, count) = sums.GetValueOrDefault(key);
                    sums[key] = (sum + decimal.Parse(item.GetProperty(field).ToString(), CultureInfo.InvariantCulture), count + 1);
                }
        }

        foreach (var type in sums.Keys.Select(key => key.Type).Distinct())
        {
            var (_, body) = await api.ReadAsync(HttpMethod.Get, "api/v1/stats/processed/", new { type, processor = $"{type}_average_on_date", date_from = date, date_to = date }, cancellation);
            var answered = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("data").EnumerateArray().ToDictionary(item => item.GetProperty("object").GetString()!, item => item.GetProperty("averages"));
            if (answered.Count != sums.Keys.Where(key => key.Type == type).Select(key => key.Object).Distinct().Count())
                throw new BenchException($"The service has averages of {answered.Count} objects of the type {type}, which is not how many were sent.");
            foreach (var ((_, name, field), (sum, count)) in sums.Where(sum => sum.Key.Type == type))
            {
                if (Math.Abs(answered[name].GetProperty(field).GetDouble() - (double)(sum / count)) > 1e-9)
                    throw new BenchException($"The service's {field} of the {type} {name} is not the mean of what was sent.");
            }
        }
    }
}
