using CsCheck;

namespace StatsService.Tests.Builders;

/// <summary>JSON documents of every spelling: numbers, escapes, white space, keys twice, nesting.</summary>
public static class JsonDocuments
{
    private const int MaxNesting = 4;

    private static readonly Gen<string> Space = Gen.OneOf("", "", "", " ", "\n", "\t", "\r\n  ");

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int.Select(number => $"{number}"),
        Gen.Double[-1e300, 1e300].Select(number => number.ToString("R")),
        Gen.Select(Gen.Long, Gen.Int[-400, 400], (number, exponent) => $"{number}.0E{exponent:+0;-0}"),
        Gen.OneOf("0", "-0", "-0.0", "0e0", "1E+5", "1e-05", "1.0", "1.10", "12345678901234567890123", "0.1e1", "-1e400", "3.141592653589793238462643383279502884"));

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String.AlphaNumeric,
        Gen.OneOf(
            "", "é", "日本語", "😀", "\u007f", "\u2028", "\ufeff", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "\\udc00\\ud800", "\\u0000", "\\/", "/",
            "\\\"", "\\\\", "\\b\\f\\n\\r\\t", "<script>", "{}[],:", "null"))
        .Array[0, 4].Select(parts => $"\"{string.Concat(parts)}\"");

    private static readonly Gen<string> Scalar = Gen.Frequency((4, Number), (4, Text), (1, Gen.OneOf("true", "false", "null")));

    /// <summary>An object or an array, as a stat's data is.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency((20, Container(MaxNesting)), (1, Deep()), (1, Large()));

    private static Gen<string> Value(int nesting) => nesting == 0 ? Scalar : Gen.Frequency((2, Scalar), (1, Container(nesting)));

    private static Gen<string> Container(int nesting) => Gen.OneOf(Object(nesting), Array(nesting));

    private static Gen<string> Array(int nesting) =>
        Gen.Select(Space, Value(nesting - 1), Space, (before, value, after) => $"{before}{value}{after}").Array[0, 4].Select(values => $"[{string.Join(",", values)}]");

    private static Gen<string> Object(int nesting) =>
        Gen.Select(Space, Text, Space, Value(nesting - 1), Space, (before, name, between, value, after) => $"{before}{name}{between}:{value}{after}")
            .Array[0, 4].Select(members => $"{{{string.Join(",", members)}}}");

    private static Gen<string> Deep() => Gen.Int[1, 500].Select(depth => $"{string.Concat(Enumerable.Repeat("[{\"a\":", depth / 2))}1{string.Concat(Enumerable.Repeat("}]", depth / 2))}")
        .Select(document => document == "1" ? "[1]" : document);

    private static Gen<string> Large() => Container(MaxNesting).Array[50].Select(Gen.Int[1, 100], (parts, times) => $"[{string.Join(",", Enumerable.Repeat(string.Join(" ,", parts), times))}]");
}
