using System.Text.Json;
using System.Text.Json.Nodes;

namespace StatsService.Tests.Functions;

/// <summary>Compares an answer with the recorded one, by the rule that the recording names.</summary>
public static class RecordedExpectation
{
    /// <returns>What is different; null: nothing.</returns>
    public static string? Check(JsonElement expected, Answer answer)
    {
        if (!HasStatus(expected.GetProperty("status"), answer.Status))
            return $"status {answer.Status}, not {expected.GetProperty("status")}: {Start(answer)}";
        var rule = expected.GetProperty("compare").GetString();
        if (rule == "status")
            return null;
        JsonNode? body;
        try
        {
            body = answer.Body.Length == 0 ? null : JsonNode.Parse(answer.Body);
        }
        catch (JsonException)
        {
            return $"no JSON: {Start(answer)}";
        }

        var want = expected.TryGetProperty("body", out var recorded) ? JsonNode.Parse(recorded.GetRawText()) : null;
        return rule switch
        {
            "exact" => JsonDifference.Find(want, body),
            "stats" => CompareStats(want, body, expected.TryGetProperty("anyUuid", out var any) && any.EnumerateArray().Any(item => item.GetBoolean())),
            "count" => JsonDifference.Find(want!["metadata"], body?["metadata"], "$.metadata")
                ?? (want["data"]!.AsArray().Count == (body?["data"] as JsonArray)?.Count ? null : "$.data has another length"),
            "processed" => JsonDifference.Find(Ordered(want), Ordered(body)),
            "processors" => CompareProcessors(want!.AsArray(), body),
            "errors" => Missing(expected, "keys", body) ?? Missing(expected, "fields", body?["errors"]),
            _ => $"the recording names an unknown rule: {rule}",
        };
    }

    private static bool HasStatus(JsonElement wanted, int status) => wanted.ValueKind switch
    {
        JsonValueKind.Array => wanted.EnumerateArray().Any(one => HasStatus(one, status)),
        JsonValueKind.String => wanted.GetString() == "4xx" && status is >= 400 and < 500,
        _ => wanted.GetInt32() == status,
    };

    // The original promised no order; a UUID that the service makes is any.
    private static string? CompareStats(JsonNode? want, JsonNode? got, bool anyUuid)
    {
        if (want is JsonArray wanted)
            return got is JsonArray array ? CompareLists(wanted, array, anyUuid) : "$: no array";
        if (got is not JsonObject body)
            return "$: no object";
        var (wantedData, data) = (want!["data"] as JsonArray, body["data"] as JsonArray);
        want.AsObject().Remove("data");
        var hasData = body.Remove("data");
        return JsonDifference.Find(want, body)
            ?? (wantedData is null ? (hasData ? "$.data should not be there" : null)
                : data is null ? "$.data: no array" : CompareLists(wantedData, data, anyUuid));
    }

    private static string? CompareLists(JsonArray want, JsonArray got, bool anyUuid)
    {
        if (anyUuid)
        {
            foreach (var stat in got)
            {
                if (!Guid.TryParseExact(stat!["uuid"]?.ToString(), "D", out var uuid) || stat["uuid"]!.ToString() != uuid.ToString())
                    return $"$.data: {stat["uuid"]} is no UUID";
            }

            foreach (var stat in want.Concat(got))
                stat!.AsObject().Remove("uuid");
        }

        return JsonDifference.Find(JsonDifference.Sorted(want), JsonDifference.Sorted(got), "$.data");
    }

    /// <summary>Objects are unordered, their values ordered by day; the labels may be those of any stat.</summary>
    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Ordered(pair.Value)))),
        JsonArray list when list.FirstOrDefault() is JsonObject first && first.ContainsKey("object") =>
            new JsonArray([.. list.OrderBy(item => item!["object"]!.ToString(), StringComparer.Ordinal).Select(Plain)]),
        _ => node.DeepClone(),
    };

    private static JsonNode Plain(JsonNode? item)
    {
        var plain = item!.DeepClone().AsObject();
        plain["labels"] = new JsonArray([.. plain["labels"]!.AsObject().Select(label => label.Key).Order(StringComparer.Ordinal).Select(key => JsonValue.Create(key))]);
        plain["values"] = JsonDifference.Sorted(plain["values"]!.AsArray());
        return plain;
    }

    private static string? CompareProcessors(JsonArray want, JsonNode? got)
    {
        if (got is not JsonArray list)
            return "$: no array";
        if (list.Any(processor => processor!["description"]?.ToString() is null or ""))
            return "a processor has no description";
        string[] names = [.. Names(want)];
        return names.SequenceEqual(Names(list)) ? null : $"not the processors {string.Join(", ", names)}";

        static IEnumerable<string> Names(JsonArray of) => of.Select(processor => processor!["name"]!.ToString()).Order(StringComparer.Ordinal);
    }

    private static string? Missing(JsonElement expected, string names, JsonNode? of) =>
        expected.TryGetProperty(names, out var list)
        && list.EnumerateArray().Select(name => name.GetString()!).FirstOrDefault(name => of is not JsonObject map || !map.ContainsKey(name)) is { } missing
            ? $"no {missing} in {of?.ToJsonString() ?? "nothing"}"
            : null;

    private static string Start(Answer answer) => answer.Text[..Math.Min(120, answer.Text.Length)];
}
