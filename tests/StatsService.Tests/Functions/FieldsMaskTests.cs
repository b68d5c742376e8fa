using System.Buffers;
using System.Text;
using System.Text.Json;
using StatsService.Functions.Http.Contract;
using StatsService.Wire;

namespace StatsService.Tests.Functions;

public sealed class FieldsMaskTests
{
    private const string Json = """{"name":"x","role":"1","metadata":{"count":"2","offset":"0"},"data":[{"uuid":"a","date":"d","data":{"k":[1.0]}},{"uuid":"b"}]}""";

    [Theory]
    [InlineData("name", """{"name":"x"}""")]
    [InlineData("name,role", """{"name":"x","role":"1"}""")]
    [InlineData("role,name", """{"name":"x","role":"1"}""")]
    [InlineData("{name,role}", """{"name":"x","role":"1"}""")]
    [InlineData(" { name , role } ", """{"name":"x","role":"1"}""")]
    [InlineData("unknown,name", """{"name":"x"}""")]
    [InlineData("unknown", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("metadata", """{"metadata":{"count":"2","offset":"0"}}""")]
    [InlineData("metadata{count}", """{"metadata":{"count":"2"}}""")]
    [InlineData("{metadata{count},data{uuid,date}}", """{"metadata":{"count":"2"},"data":[{"uuid":"a","date":"d"},{"uuid":"b"}]}""")]
    [InlineData("data{data{k}}", """{"data":[{"data":{"k":[1.0]}},{}]}""")]
    [InlineData("name,", """{"name":"x"}""")]
    [InlineData("name{x}", "{}")]
    [InlineData("*", Json)]
    [InlineData("*,metadata{count}", """{"name":"x","role":"1","metadata":{"count":"2"},"data":[{"uuid":"a","date":"d","data":{"k":[1.0]}},{"uuid":"b"}]}""")]
    public void A_mask_keeps_what_it_names(string mask, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
            FieldsMask.Parse(mask)!.Write(writer, JsonDocument.Parse(Json).RootElement);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_a_mask_nothing_is_masked(string? mask) => Assert.Null(FieldsMask.Parse(mask));

    [Theory]
    [InlineData("{", "Missing closing bracket")]
    [InlineData("{name", "Missing closing bracket")]
    [InlineData("data{uuid", "Missing closing bracket")]
    [InlineData("data{uuid}}", "Unexpected closing bracket")]
    [InlineData("}", "Unexpected closing bracket")]
    [InlineData("name,{uuid}", "Unexpected opening bracket")]
    [InlineData("{{uuid}}", "Unexpected opening bracket")]
    [InlineData("data{uuid}{date}", "Unexpected opening bracket")]
    [InlineData(",name", "Unexpected comma")]
    [InlineData("name,,role", "Unexpected comma")]
    [InlineData("data{,uuid}", "Unexpected comma")]
    public void A_bad_mask_is_told_with_its_fault(string mask, string fault) =>
        Assert.Equal($"Mask parse error: {fault}", Assert.Throws<InvalidInputException>(() => FieldsMask.Parse(mask)).Message);
}
