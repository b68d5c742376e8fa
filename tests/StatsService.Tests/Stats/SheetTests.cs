using System.Security.Cryptography;
using System.Text;
using CsCheck;
using StatsService.Queries;
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
    public void Of_a_sheet_no_more_is_read_than_what_is_wanted()
    {
        Stat[] stats = [.. Enumerable.Range(0, 20).Select(number => new Stat(
            Guid.NewGuid(), Guid.NewGuid(), StatType.Vulnerability, default, Encoding.UTF8.GetBytes($"[{number},\"{Convert.ToHexString(RandomNumberGenerator.GetBytes(2_000))}\"]")))];
        var sheet = Sheet.Create(new StatDay(StatType.Vulnerability, default), "key", stats);
        Guid[] wanted = [stats[1].Anr, stats[4].Anr];

        // Whoever reads on to the end finds that it is missing.
        var half = sheet with { Compressed = sheet.Compressed[..(sheet.Compressed.Length / 2)] };

        Assert.Equal(wanted, half.ScanStats(entry => wanted.Contains(entry.Anr)).Select(stat => stat.Anr));
        Assert.Equal(
            [stats[1].Data.ToArray(), stats[4].Data.ToArray()],
            sheet.ScanStats(entry => wanted.Contains(entry.Anr)).Select(stat => stat.Data.ToArray()));
        Assert.Empty(sheet.ScanStats(_ => false));
        Assert.Throws<InvalidDataException>(() => half.ScanStats(_ => true).Count());
    }

    [Fact]
    public void The_texts_of_selected_stats_are_theirs_whatever_is_selected()
    {
        Sheet[] sheets = [.. Enumerable.Range(0, 6).Select(number => Sheet.Create(
            new StatDay(StatType.Risk, new DateOnly(2026, 1, 1 + (number / 2))),
            $"key{number}",
            [.. Enumerable.Range(0, 5).Select(place => new Stat(Guid.NewGuid(), Guid.NewGuid(), StatType.Risk, default, Encoding.UTF8.GetBytes($"[{number},{place}]")))]))];
        var all = sheets.SelectMany(SelectedStat.AllOf).Order(SelectedStat.Order).ToList();

        Gen.Bool.Array[all.Count].Sample(chosen =>
        {
            var selected = all.Where((_, index) => chosen[index]).ToList();
            Assert.Equal(
                selected.Select(stat => $"[{stat.Sheet.Key[3..]},{stat.Index}]"),
                SheetTexts.Read(selected).Select(stat => Encoding.UTF8.GetString(stat.Data.Span)));
        });
    }

    [Fact]
    public void Damaged_bytes_are_told_with_the_sheet_that_has_them()
    {
        var sheet = Sheet.Create(new StatDay(StatType.Risk, default), "risk_00010101_x", [new Stat(default, default, StatType.Risk, default, "{}"u8.ToArray())]);

        var exception = Assert.Throws<InvalidDataException>(() => (sheet with { Compressed = new byte[] { 1, 2, 3 } }).Decompress());

        Assert.Contains("risk_00010101_x", exception.Message);
    }
}
