using System.Globalization;
using System.Text.Json;

namespace StatsService.Tests.Functions;

/// <summary>Adds up what a front office posted, in plain decimals, to compare the service's averages with.</summary>
public sealed class FrontOfficeSums
{
    private readonly Dictionary<string, (decimal Sum, int Count)> sums = [];

    /// <summary>The data posted, by type, ANR and date.</summary>
    public Dictionary<string, string> Posted { get; } = [];

    public void Add(byte[] batch)
    {
        foreach (var stat in JsonDocument.Parse(batch).RootElement.EnumerateArray())
        {
            var (type, date, data) = (stat.GetProperty("type").GetString()!, stat.GetProperty("date").GetString()!, stat.GetProperty("data"));
            Posted.Add(Key(stat), data.GetRawText());
            if (type is "threat" or "vulnerability")
                AddObjects(type, date, data);
            else if (type == "risk")
                AddRisks(date, data.GetProperty("risks"));
        }
    }

    /// <summary>The mean of what was posted under the words.</summary>
    public double Mean(params IEnumerable<string> words)
    {
        var (sum, count) = sums[string.Join('/', words)];
        return (double)(sum / count);
    }

    public static string Key(JsonElement stat) => $"{stat.GetProperty("type")}/{stat.GetProperty("anr")}/{stat.GetProperty("date")}";

    private void AddObjects(string type, string date, JsonElement data)
    {
        foreach (var item in data.EnumerateArray())
        {
            foreach (var field in (string[])["count", "maxRisk", "averageRate"])
            {
                var value = decimal.Parse(item.GetProperty(field).ToString(), CultureInfo.InvariantCulture);
                Add(value, type, item.GetProperty("uuid").GetString()!, field, date);
                Add(value, type, item.GetProperty("uuid").GetString()!, field);
            }
        }
    }

    private void AddRisks(string date, JsonElement risks)
    {
        foreach (var state in risks.EnumerateObject())
        {
            foreach (var kind in state.Value.EnumerateObject())
            {
                foreach (var level in kind.Value.EnumerateArray())
                {
                    Add(level.GetProperty("value").GetDecimal(), "risk", state.Name, kind.Name, level.GetProperty("level").GetString()!);
                    Add(level.GetProperty("value").GetDecimal(), "risk", state.Name, kind.Name, level.GetProperty("level").GetString()!, date);
                }
            }
        }
    }

    private void Add(decimal value, params IEnumerable<string> words)
    {
        var key = string.Join('/', words);
        var (sum, count) = sums.GetValueOrDefault(key);
        sums[key] = (sum + value, count + 1);
    }
}
