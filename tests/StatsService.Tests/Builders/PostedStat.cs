using System.Text.Json;

namespace StatsService.Tests.Builders;

/// <summary>A stat as a client posts it.</summary>
public sealed record PostedStat
{
    /// <summary>Null: the field is left out, as MONARC does.</summary>
    public string? Uuid { get; init; } = Guid.NewGuid().ToString();

    public string Anr { get; init; } = Guid.NewGuid().ToString();

    public string Type { get; init; } = "cartography";

    /// <summary>As far back as the list's default window shows.</summary>
    public string Date { get; init; } = Day(-1);

    /// <summary>JSON, sent as it is.</summary>
    public string Data { get; init; } = "{}";

    public string Json =>
        $$"""{{{(Uuid is null ? "" : $"\"uuid\":\"{Uuid}\",")}}"anr":"{{Anr}}","type":"{{Type}}","date":"{{Date}}","data":{{Data}}}""";

    /// <summary>So many days from today (UTC), as the wire spells it.</summary>
    public static string Day(int offset) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(offset).ToString("yyyy-MM-dd");

    public static string Batch(params IEnumerable<PostedStat> stats) => $"[{string.Join(",", stats.Select(stat => stat.Json))}]";

    /// <summary>So many stats of ANRs of their own, told apart by their data.</summary>
    public static IReadOnlyList<PostedStat> Many(int count, string type = "cartography", string? date = null) =>
        [.. Enumerable.Range(0, count).Select(number => new PostedStat { Type = type, Date = date ?? Day(-1), Data = $$"""{"number":{{number}}}""" })];

    /// <summary>Data that doesn't compress: so many random bytes, as Base64.</summary>
    public static string Incompressible(int bytes)
    {
        var random = new byte[bytes];
        Random.Shared.NextBytes(random);
        return JsonSerializer.Serialize(new { noise = Convert.ToBase64String(random) });
    }

    /// <summary>Data of at least so many bytes that compresses as lists of vulnerabilities do.</summary>
    public static string Compressible(int bytes)
    {
        var element = """{"uuid":"69fbfe14-4591-11e9-9173-0800277f0571","label1":"Absence de contrôle","label2":"No control","label3":"Keine Kontrolle","label4":"","count":4,"maxRisk":12,"averageRate":"2.33"},""";
        return $"[{string.Concat(Enumerable.Repeat(element, (bytes / element.Length) + 1))}{{}}]";
    }
}
