using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Tests.Stats;

public sealed class WireTests
{
    [Theory]
    [InlineData("c2a1b2f0-77aa-4f0e-9d1c-0123456789ab")]
    [InlineData("C2A1B2F0-77AA-4F0E-9D1C-0123456789AB")]
    [InlineData("c2a1b2f077aa4f0e9d1c0123456789ab")]
    [InlineData("{c2a1b2f0-77aa-4f0e-9d1c-0123456789ab}")]
    [InlineData("urn:uuid:c2a1b2f0-77aa-4f0e-9d1c-0123456789ab")]
    public void Every_common_spelling_of_a_UUID_is_read(string text)
    {
        Assert.True(WireText.TryParseUuid(text, out var uuid));
        Assert.Equal("c2a1b2f0-77aa-4f0e-9d1c-0123456789ab", uuid.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("c2a1b2f0")]
    [InlineData("c2a1b2f0-77aa-4f0e-9d1c-0123456789abc")]
    [InlineData("g2a1b2f0-77aa-4f0e-9d1c-0123456789ab")]
    [InlineData("{c2a1b2f0-77aa-4f0e-9d1c-0123456789ab")]
    [InlineData("{0xc2a1b2f0,0x77aa,0x4f0e,{0x9d,0x1c,0x01,0x23,0x45,0x67,0x89,0xab}}")]
    public void What_is_no_UUID_is_not_read(string? text) => Assert.False(WireText.TryParseUuid(text, out _));

    [Theory]
    [InlineData("2026-02-28")]
    [InlineData("2026-02-28T23:59")]
    [InlineData("2026-02-28T23:59:59")]
    [InlineData("2026-02-28T23:59:59.123456")]
    [InlineData("2026-02-28T23:59:59,5")]
    [InlineData("2026-02-28T23:59:59Z")]
    [InlineData("2026-02-28T23:59:59+02:00")]
    [InlineData("2026-02-28T00:00:00-1100")]
    [InlineData("2026-02-28T00:00:00+14")]
    public void The_day_of_a_date_time_counts_as_it_is_written(string text)
    {
        Assert.True(WireText.TryParseDate(text, out var date));
        Assert.Equal("2026-02-28", date.ToWire());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("0000-01-01")]
    [InlineData("2026-2-1")]
    [InlineData("26-02-01")]
    [InlineData("20260201")]
    [InlineData("01.02.2026")]
    [InlineData("2026-02-01\n")]
    [InlineData(" 2026-02-01")]
    [InlineData("2026-02-01T24:00:00")]
    [InlineData("2026-02-01T10:60")]
    [InlineData("2026-02-01Tmorning")]
    [InlineData("٢٠٢٦-٠٢-٠١")]
    public void What_is_no_date_is_not_read(string? text) => Assert.False(WireText.TryParseDate(text, out _));

    [Fact]
    public void Types_are_spelled_in_lower_case_exactly()
    {
        Assert.Equal(["risk", "threat", "vulnerability", "cartography", "compliance"], StatTypes.Names);
        Assert.All(StatTypes.All, type => Assert.True(StatTypes.TryParse(type.Name(), out var parsed) && parsed == type));
        Assert.All((string?[])["Risk", "risk ", "", null], name => Assert.False(StatTypes.TryParse(name, out _)));
    }
}
