using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StatsService.Tests.Functions;

/// <summary>Compares JSON by value: key order and spelling don't count, numbers are equal to nine digits.</summary>
public static class JsonDifference
{
    private const double Tolerance = 1e-9;

    /// <returns>The first difference with its path; null: none.</returns>
    public static string? Find(JsonNode? want, JsonNode? got, string path = "$") => (want, got) switch
    {
        (JsonObject wanted, JsonObject found) => FindInObject(wanted, found, path),
        (JsonObject, _) => $"{path}: no object",
        (JsonArray wanted, JsonArray found) when wanted.Count != found.Count => $"{path}: {found.Count} elements, not {wanted.Count}",
        (JsonArray wanted, JsonArray found) =>
            wanted.Select((item, index) => Find(item, found[index], $"{path}[{index}]")).FirstOrDefault(difference => difference is not null),
        (JsonArray, _) => $"{path}: no array",
        _ => AreEqual(want, got) ? null : $"{path}: {got?.ToJsonString() ?? "null"}, not {want?.ToJsonString() ?? "null"}",
    };

    /// <summary>A copy whose elements are in an order that depends on their values alone.</summary>
    public static JsonArray Sorted(JsonArray list) => new([.. list.OrderBy(Canonical, StringComparer.Ordinal).Select(item => item?.DeepClone())]);

    private static string? FindInObject(JsonObject want, JsonObject got, string path)
    {
        foreach (var (key, _) in want)
        {
            if (!got.ContainsKey(key))
                return $"{path}.{key} is missing";
        }

        foreach (var (key, _) in got)
        {
            if (!want.ContainsKey(key))
                return $"{path}.{key} should not be there";
        }

        return want.Select(pair => Find(pair.Value, got[pair.Key], $"{path}.{pair.Key}")).FirstOrDefault(difference => difference is not null);
    }

    private static bool AreEqual(JsonNode? want, JsonNode? got)
    {
        if (want?.GetValueKind() != got?.GetValueKind())
            return false;
        if (want?.GetValueKind() != JsonValueKind.Number)
            return want?.ToString() == got?.ToString();
        var (number, other) = (Number(want), Number(got!));
        return number.Equals(other) || Math.Abs(number - other) <= Tolerance * Math.Max(1, Math.Abs(number));
    }

    private static string Canonical(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject map => $"{{{string.Join(',', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{Canonical(pair.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Canonical))}]",
        _ when node.GetValueKind() == JsonValueKind.Number => Number(node).ToString("R", CultureInfo.InvariantCulture),
        _ => node.ToJsonString(),
    };

    private static double Number(JsonNode node) => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
}
