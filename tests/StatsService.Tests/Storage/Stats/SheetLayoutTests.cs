using System.Text;
using StatsService.Simulation;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Wire;

namespace StatsService.Tests.Storage.Stats;

public sealed class SheetLayoutTests
{
    private static readonly DateOnly Day = new(2026, 2, 3);
    private static readonly Guid Batch = Guid.CreateVersion7();
    private readonly Table table = new MemoryStorage(new SharedMemory(StoragePace.None, TimeProvider.System)).Table("Stats");

    [Fact]
    public void A_sheet_comes_back_from_its_row()
    {
        var sheet = Assert.Single(Pack(Stat("[1]"), Stat("{}"), Stat("""{"é":"\ud800"}"""))).Sheet;

        var read = SheetRow.ToSheet(SheetRow.FromSheet(sheet));

        Assert.Equal(sheet.Entries, read.Entries);
        Assert.Equal((sheet.Key, sheet.Type, sheet.Date), (read.Key, read.Type, read.Date));
        Assert.Equal(sheet.Decompress(), read.Decompress());
    }

    [Fact]
    public void A_batch_is_packed_by_type_and_day_in_the_order_given()
    {
        Stat[] stats =
        [
            .. Enumerable.Range(0, 400).Select(number => Stat($"[{number}]") with { Date = Day.AddDays(number % 2), Type = number % 3 == 0 ? StatType.Risk : StatType.Threat }),
        ];

        var sheets = Pack(stats);

        Assert.All(sheets, packed => Assert.True(table.Fits(Changes(packed))));
        Assert.DoesNotContain(sheets.SkipWhile(packed => packed.Sheet.Type != StatType.Risk), packed => packed.Sheet.Type != StatType.Risk);
        Assert.All(sheets, packed => Assert.All(packed.Stats, stat => Assert.Equal((packed.Sheet.Type, packed.Sheet.Date), (stat.Type, stat.Date))));
        foreach (var day in stats.GroupBy(stat => (stat.Type, stat.Date)))
        {
            var own = sheets.Where(packed => (packed.Sheet.Type, packed.Sheet.Date) == day.Key).OrderBy(packed => packed.Sheet.Key, StringComparer.Ordinal);
            Assert.Equal(day, own.SelectMany(packed => packed.Stats));
        }

        Assert.Equal(sheets.Count, sheets.Select(packed => packed.Sheet.Key).Distinct().Count());
    }

    [Fact]
    public void What_does_not_fit_a_row_goes_into_further_ones()
    {
        Stat[] stats = [.. Enumerable.Range(0, 7).Select(_ => Stat(PostedStat.Incompressible(500_000)))];

        var sheets = Pack(stats);

        Assert.Equal(stats, sheets.SelectMany(packed => packed.Stats));
        Assert.All(sheets, packed => Assert.True(table.Fits(Changes(packed))));
    }

    [Fact]
    public void A_sheet_takes_bounded_memory_to_read()
    {
        var data = PostedStat.Compressible(3_000_000);
        Stat[] stats = [.. Enumerable.Range(0, 7).Select(_ => Stat(data))];

        var sheets = Pack(stats);

        Assert.Equal(stats, sheets.SelectMany(packed => packed.Stats));
        Assert.All(sheets, packed => Assert.InRange(packed.Sheet.TextLength, 1, SheetPacking.MaxTextBytes));
    }

    [Fact]
    public void A_stat_that_fits_no_sheet_is_told_with_its_ANR_and_the_limit()
    {
        var large = Stat($"[{new string(' ', SheetPacking.MaxTextBytes)}]");

        var message = Assert.Throws<PayloadTooLargeException>(() => Pack(Stat("{}"), large)).Message;

        Assert.Contains(large.Anr.ToString(), message);
        Assert.Contains("8 MiB", message);
    }

    [Fact]
    public void Keys_sort_by_type_day_and_arrival_and_a_range_holds_its_days()
    {
        var later = Guid.CreateVersion7(DateTimeOffset.UtcNow.AddMinutes(1));
        string[] keys =
        [
            StatKeys.Sheet(new StatDay(StatType.Risk, Day), Batch, 0), StatKeys.Sheet(new StatDay(StatType.Risk, Day), Batch, 1), StatKeys.Sheet(new StatDay(StatType.Risk, Day), later, 0),
            StatKeys.Sheet(new StatDay(StatType.Risk, Day.AddDays(1)), Batch, 0), StatKeys.Sheet(new StatDay(StatType.Threat, Day), Batch, 0),
        ];
        var range = StatKeys.Range(StatType.Risk, Day, Day);

        Assert.Equal(keys, keys.Order(StringComparer.Ordinal));
        Assert.Equal(keys[..3], keys.Where(key => string.CompareOrdinal(key, range.From) >= 0 && string.CompareOrdinal(key, range.To) < 0));
        Assert.Equal([Batch, Batch, later, Batch, Batch], keys.Select(StatKeys.BatchOf));
        Assert.Equal(new StatDay(StatType.Threat, Day), StatKeys.Parse(keys[^1]));
        Assert.Throws<InvalidDataException>(() => StatKeys.Parse("latest"));
    }

    /// <summary>The sheet with a guard for each of its stats.</summary>
    private static RowChanges Changes(PackedSheet packed) =>
        packed.Stats.Aggregate(new RowChanges("p").Add(SheetRow.FromSheet(packed.Sheet)), (changes, stat) => changes.Add(new Row(StatKeys.Guard(stat.Uuid))));

    private IReadOnlyList<PackedSheet> Pack(params IEnumerable<Stat> stats) => new SheetPacking(Batch, table, Changes).Pack(stats);

    private static Stat Stat(string data) => new(Guid.NewGuid(), Guid.NewGuid(), StatType.Risk, Day, Encoding.UTF8.GetBytes(data));
}
