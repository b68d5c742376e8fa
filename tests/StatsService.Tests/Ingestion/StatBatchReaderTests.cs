using System.Text;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Tests.Ingestion;

public sealed class StatBatchReaderTests
{
    private const string Anr = "\"anr\":\"c2a1b2f0-77aa-4f0e-9d1c-0123456789ab\"";
    private const string Rest = $"{Anr},\"type\":\"risk\",\"date\":\"2026-01-02\"";

    [Fact]
    public void A_stat_is_read_with_its_data_as_sent()
    {
        var stat = Assert.Single(Read("""
            [ { "data" : { "b":1.0, "a" : [ ] } , "date":"2026-01-02T23:00:00+05:00", "type":"\u0072isk",
              "anr":"{C2A1B2F0-77AA-4F0E-9D1C-0123456789AB}", "uuid":"0123456789abcdef0123456789abcdef" } ]
            """));

        Assert.Equal(Guid.Parse("c2a1b2f0-77aa-4f0e-9d1c-0123456789ab"), stat.Anr);
        Assert.Equal(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"), stat.Uuid);
        Assert.Equal(StatType.Risk, stat.Type);
        Assert.Equal(new DateOnly(2026, 1, 2), stat.Date);
        Assert.Equal("""{ "b":1.0, "a" : [ ] }""", Encoding.UTF8.GetString(stat.Data.Span));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"uuid\":null,\"data\":null}")]
    public void Without_UUID_one_is_made_and_without_data_it_is_an_empty_object(string fields)
    {
        var stat = Assert.Single(Read($"[{{{fields[1..^1]}{(fields.Length > 2 ? "," : "")}{Rest}}}]"));

        Assert.NotEqual(Guid.Empty, stat.Uuid);
        Assert.Equal("{}", Encoding.UTF8.GetString(stat.Data.Span));
    }

    [Fact]
    public void A_UUID_that_is_made_depends_on_the_client_the_whole_body_and_the_place()
    {
        var client = Guid.NewGuid();
        var body = $"[{{{Rest}}},{{{Rest},\"uuid\":\"01234567-89ab-cdef-0123-456789abcdef\"}},{{{Rest}}}]";
        var batch = Of(client, body);
        var uuids = batch.Stats.Select(stat => stat.Uuid).ToList();

        Assert.Equal([uuids[0], uuids[2]], batch.Unnamed);
        Assert.Equal(uuids, Of(client, body).Stats.Select(stat => stat.Uuid));
        foreach (var other in (StatBatch[])[Of(Guid.NewGuid(), body), Of(client, body + " "), Of(client, body.Replace("2026-01-02", "2026-01-03", StringComparison.Ordinal))])
            Assert.Empty(other.Unnamed.Intersect(uuids));

        static StatBatch Of(Guid client, string body) => StatBatchReader.Read(client, Encoding.UTF8.GetBytes(body));
    }

    [Fact]
    public void A_UUID_that_is_made_is_of_version_8_and_tells_its_request_and_its_place()
    {
        var made = Read($"[{string.Join(',', Enumerable.Repeat($"{{{Rest}}}", 300))}]").Select(stat => stat.Uuid).ToList();

        Assert.All(made, uuid => Assert.Equal((8, true), (uuid.Version, DerivedUuid.IsDerived(uuid))));
        Assert.Single(made.Select(DerivedUuid.RequestOf).Distinct());
        Assert.Equal(Enumerable.Range(0, 300), made.Select(DerivedUuid.PlaceOf));
        Assert.All((Guid[])[Guid.NewGuid(), Guid.CreateVersion7(), Guid.Empty, Guid.AllBitsSet], uuid => Assert.False(DerivedUuid.IsDerived(uuid)));
    }

    [Fact]
    public void More_stats_than_a_request_may_hold_are_refused()
    {
        var body = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat($"{{{Rest}}}", StatBatchReader.MaxStats + 1))}]");

        Assert.Contains("Nothing was stored", Assert.Throws<PayloadTooLargeException>(() => StatBatchReader.Read(Guid.NewGuid(), body)).Message);
        Assert.Equal(StatBatchReader.MaxStats + 1, StatBatchReader.Read(Guid.NewGuid(), body, maxStats: int.MaxValue).Stats.Count);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("null", "1")]
    [InlineData("\"x\"", "1")]
    [InlineData("[[]]", "1")]
    [InlineData("{}", "1.anr", "1.type", "1.date")]
    [InlineData("{\"anr\":null,\"type\":null,\"date\":null}", "1.anr", "1.type", "1.date")]
    [InlineData($"{{{Rest},\"uuid\":\"x\"}}", "1.uuid")]
    [InlineData($"{{{Rest},\"uuid\":7}}", "1.uuid")]
    [InlineData($"{{{Rest},\"uuid\":{{\"a\":[1]}}}}", "1.uuid")]
    [InlineData($"{{{Rest},\"uuid\":\"\\ud800\"}}", "1.uuid")]
    [InlineData($"{{{Rest},\"foo\":{{\"anr\":1}}}}", "1.foo")]
    [InlineData($"{{{Rest},\"Date\":\"2026-01-02\"}}", "1.Date")]
    [InlineData($"{{{Rest},\"\\udc00\":1}}", "1.\uFFFD")]
    [InlineData($"{{{Rest},\"data\":1}}", "1.data")]
    [InlineData($"{{{Rest},\"data\":\"{{}}\"}}", "1.data")]
    [InlineData($"{{{Rest},\"data\":false}}", "1.data")]
    [InlineData($"{{{Rest},\"type\":\"Risk\"}}", "1.type")]
    [InlineData($"{{{Rest},\"type\":[\"risk\"]}}", "1.type")]
    [InlineData($"{{{Rest},\"date\":\"2026-02-30\"}}", "1.date")]
    [InlineData($"{{{Rest},\"date\":20260102}}", "1.date")]
    [InlineData($"{{{Rest},\"anr\":\"x\",\"date\":[],\"x\":1}}", "1.anr", "1.date", "1.x")]
    public void What_is_wrong_is_named_by_element_and_field_and_nothing_is_taken(string element, params string[] fields)
    {
        var exception = Assert.Throws<InvalidInputException>(() => Read($"[{{{Rest}}},{element},{{{Rest}}}]"));

        Assert.Equal(fields.Order(), exception.Errors?.Keys.Order());
    }

    [Fact]
    public void All_wrong_elements_are_named_up_to_a_hundred_errors()
    {
        Assert.Equal(["0.date", "2.date"], Errors($$"""[{{{Anr}},"type":"risk"},{{{Rest}}},{{{Anr}},"type":"risk","date":1}]"""));
        Assert.Equal(100, Errors($"[{string.Join(",", Enumerable.Repeat("1", 100_000))}]").Count());

        static IEnumerable<string> Errors(string json) => Assert.Throws<InvalidInputException>(() => Read(json)).Errors!.Keys;
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[")]
    [InlineData("[]]")]
    [InlineData("[] []")]
    [InlineData("[] x")]
    [InlineData("[,]")]
    [InlineData($"[{{{Rest}}},]")]
    [InlineData($"[{{{Rest},}}]")]
    [InlineData($"[{{{Rest},\"data\":{{\"a\":NaN}}}}]")]
    [InlineData($"[{{{Rest},\"data\":[Infinity]}}]")]
    [InlineData($"[{{{Rest},\"data\":[01]}}]")]
    [InlineData($"[{{{Rest},\"data\":[1.]}}]")]
    [InlineData($"[{{{Rest},\"data\":[\"a\nb\"]}}]")]
    [InlineData($"[{{{Rest},\"data\":[\"\\x41\"]}}]")]
    [InlineData($"[{{{Rest},\"data\":{{/**/}}}}]")]
    [InlineData($"[{{{Rest},\"data\":{{'a':1}}}}]")]
    [InlineData($"[{{{Rest},\"data\":[")]
    [InlineData($"\uFEFF[{{{Rest}}}]")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{not json")]
    public void What_is_no_JSON_array_is_refused_as_a_whole(string body)
    {
        var exception = Assert.Throws<InvalidInputException>(() => Read(body));

        Assert.Null(exception.Errors);
        Assert.Contains("Nothing was stored", exception.Message);
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xC3)]
    [InlineData(0xED, 0xA0, 0x80)]
    [InlineData(0xC0, 0x80)]
    public void Bytes_that_are_no_UTF_8_are_refused(params int[] bytes)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes($"[{{{Rest},\"data\":[\""), .. bytes.Select(value => (byte)value), .. "\"]}]"u8];

        Assert.Contains("UTF-8", Assert.Throws<InvalidInputException>(() => StatBatchReader.Read(Guid.NewGuid(), body)).Message);
    }

    [Fact]
    public void Deep_nesting_is_read_up_to_a_bound_and_refused_beyond_it()
    {
        // The array of stats and the stat count too.
        const int deepest = StatBatchReader.MaxDepth - 2;

        Assert.Equal(2 * deepest, Assert.Single(Read(Nested(deepest))).Data.Length);
        Assert.Throws<InvalidInputException>(() => Read(Nested(deepest + 1)));
        Assert.Throws<InvalidInputException>(() => Read(Nested(1_000_000)));

        static string Nested(int depth) => $"[{{{Rest},\"data\":{new string('[', depth)}{new string(']', depth)}}}]";
    }

    [Fact]
    public void Half_surrogate_pairs_and_keys_twice_are_kept_in_the_data_as_sent()
    {
        const string data = """{"a":"\ud800","a":2,"\udfff":{},"a":2}""";

        Assert.Equal(data, Encoding.UTF8.GetString(Assert.Single(Read($"[{{{Rest},\"data\":{data}}}]")).Data.Span));
    }

    [Fact]
    public void Of_a_field_that_stands_twice_the_last_counts()
    {
        var stat = Assert.Single(Read($$"""[{"type":"threat","data":[1],{{Rest}},"data":[2]}]"""));

        Assert.Equal(StatType.Risk, stat.Type);
        Assert.Equal("[2]", Encoding.UTF8.GetString(stat.Data.Span));
    }

    private static IReadOnlyList<Stat> Read(string body) => StatBatchReader.Read(Guid.NewGuid(), Encoding.UTF8.GetBytes(body)).Stats;
}
