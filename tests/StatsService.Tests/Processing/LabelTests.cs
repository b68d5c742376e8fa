using StatsService.Processors;
using StatsService.Stats;

namespace StatsService.Tests.Processing;

/// <summary>How an object is called in averages.</summary>
public sealed class LabelTests
{
    private const string Uuid = "c2a1b2f0-77aa-4f0e-9d1c-000000000001";

    [Fact]
    public void Each_language_has_the_name_that_most_stats_give_in_it()
    {
        string[] documents = [.. Enumerable.Repeat(Named("Vol de support", ""), 6), .. Enumerable.Repeat(Named("", "Theft of media"), 5)];

        Assert.Equal(["Vol de support", "Theft of media", "", ""], Labels(documents));
    }

    [Theory]
    [InlineData("情", 167)]
    [InlineData("é", 255)]
    [InlineData("😀", 255)]
    public void A_name_of_as_many_characters_as_MONARC_allows_is_kept_however_it_is_escaped(string character, int count)
    {
        var name = string.Concat(Enumerable.Repeat(character, count));
        var escaped = string.Concat(name.Select(unit => $"\\u{(int)unit:x4}"));

        Assert.Equal(name, Labels(Named(escaped, ""))[0]);
        Assert.Equal(name, Labels(Named(name, ""))[0]);
    }

    [Fact]
    public void Escaped_and_raw_spellings_of_a_name_count_as_one() =>
        Assert.Equal("Zürich", Labels(Named("Bern", ""), Named("Bern", ""), Named("Zürich", ""), Named("Z\\u00fcrich", ""), Named("\\u005a\\u00fcrich", ""))[0]);

    [Fact]
    public void A_name_that_is_far_too_long_or_half_a_surrogate_pair_counts_as_none() =>
        Assert.Equal(["", "", "", ""], Labels(Named(new string('x', 1001), "\\ud800")));

    [Theory]
    [InlineData(" ")]
    [InlineData("\\t\\u0020\\n")]
    public void Blanks_are_no_name_however_many_stats_give_them(string blanks) =>
        Assert.Equal(["Vol de support", "", "", ""], Labels(Named(blanks, blanks), Named(blanks, blanks), Named("Vol de support", blanks)));

    private static string Named(string french, string english) =>
        $$"""[{"uuid":"{{Uuid}}","label1":"{{french}}","label2":"{{english}}","label3":"","label4":null,"count":1,"maxRisk":1,"averageRate":"1.00"}]""";

    private static string[] Labels(params string[] documents) =>
        [.. Tallied.Process(ProcessorCatalogue.ThreatAverageOnDate, [Tallied.Day(1, Tallied.Of(StatType.Threat, documents))])[0]!["labels"]!.AsObject().Select(label => label.Value!.ToString())];
}
