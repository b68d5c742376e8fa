using System.Text;
using StatsService.Stats;

namespace StatsService.Tests.Stats;

public sealed class SheetTests
{
    [Fact]
    public void A_sheet_gives_each_stat_its_bytes_back()
    {
        string[] data = ["""{"a" : 1.0}""", "[]", """["é","\ud800"]""", "{}"];
        Stat[] stats = [.. data.Select(json => new Stat(Guid.NewGuid(), Guid.NewGuid(), StatType.Risk, new DateOnly(2026, 1, 2), Encoding.UTF8.GetBytes(json)))];

        var sheet = Sheet.Create(new StatDay(StatType.Risk, new DateOnly(2026, 1, 2)), "key", stats);
        var text = sheet.Decompress();

        Assert.Equal(stats.Select(stat => (stat.Uuid, stat.Anr)), sheet.Entries.Select(entry => (entry.Uuid, entry.Anr)));
        Assert.Equal(data, sheet.Entries.Select(entry => Encoding.UTF8.GetString(text, entry.Offset, entry.Length)));
    }

    [Fact]
    public void What_repeats_from_stat_to_stat_takes_little_room()
    {
        var data = Encoding.UTF8.GetBytes(PostedStat.Compressible(30_000));
        Stat[] stats = [.. Enumerable.Range(0, 20).Select(_ => new Stat(Guid.NewGuid(), Guid.NewGuid(), StatType.Vulnerability, default, data))];

        var sheet = Sheet.Create(new StatDay(StatType.Vulnerability, default), "key", stats);

        Assert.InRange(sheet.Compressed.Length, 1, sheet.TextLength / 100);
    }

    [Fact]
    public void Damaged_bytes_are_told_with_the_sheet_that_has_them()
    {
        var sheet = Sheet.Create(new StatDay(StatType.Risk, default), "risk_00010101_x", [new Stat(default, default, StatType.Risk, default, "{}"u8.ToArray())]);

        var exception = Assert.Throws<InvalidDataException>(() => (sheet with { Compressed = new byte[] { 1, 2, 3 } }).Decompress());

        Assert.Contains("risk_00010101_x", exception.Message);
    }
}
