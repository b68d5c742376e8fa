using CsCheck;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

public sealed class SpreadGatheringTests
{
    private const int MaxRowBytes = 960 * 1024;

    [Fact]
    public void Quartiles_are_what_a_plain_computation_gives() =>
        Gen.Int[-1, 100_000].Select(number => number / 8f).Array[1, 60].Sample(numbers =>
        {
            var found = Quartiles.Of(numbers.ToArray());

            // A quarter of the way from the first to the last is a place between two numbers, or on one.
            var ordered = numbers.Order().ToList();
            foreach (var (quarter, quartile) in ((float[])[found.Lower, found.Median, found.Upper]).Index())
            {
                var (whole, rest) = Math.DivRem((quarter + 1) * (ordered.Count - 1), 4);
                var expected = rest == 0 ? ordered[whole] : ((ordered[whole] * (4 - rest)) + (ordered[whole + 1] * rest)) / 4;
                Assert.Equal(expected, quartile, 0.01);
            }
        });

    [Fact]
    public void Of_five_organisations_they_are_the_second_the_third_and_the_fourth() =>
        Assert.Equal(new Quartiles(2, 3, 8), Quartiles.Of((float[])[8, 1, 3, 9, 2]));

    [Fact]
    public void An_organisation_counts_once_by_its_mean_however_many_analyses_it_has()
    {
        var uuid = Guid.NewGuid();
        var many = Share((uuid, 1));
        many[uuid].Add(99, 0, Quantity.Of(99 * 1000), default, default);

        var found = Assert.Single(Gather([many, .. Enumerable.Range(1, 4).Select(count => Share((uuid, count)))])).Value;

        Assert.Equal((5, new Quartiles(2, 3, 4)), (found.Organisations, found.Count));
    }

    [Fact]
    public void Fewer_than_five_organisations_give_none()
    {
        var (four, five) = (Guid.NewGuid(), Guid.NewGuid());

        var found = Gather([.. Enumerable.Range(0, 4).Select(count => Share((four, count), (five, count))), Share((five, 1))]);

        Assert.Equal(five, Assert.Single(found).Key);
    }

    [Fact]
    public void The_first_organisations_stand_for_all_where_there_are_very_many()
    {
        var uuid = Guid.NewGuid();

        var found = Assert.Single(Gather([.. Enumerable.Range(0, 5000).Select(count => Share((uuid, count)))])).Value;

        Assert.Equal((4096, new Quartiles(1023.75f, 2047.5f, 3071.25f)), (found.Organisations, found.Count));
    }

    [Fact]
    public void Objects_that_most_organisations_report_have_a_place_and_all_of_them_fit_a_row()
    {
        (Guid, int)[] objects = [.. Enumerable.Range(0, 5001).Select(_ => (Guid.NewGuid(), Random.Shared.Next(1_000_000)))];
        var shares = Enumerable.Range(0, 5).Select(_ => Share(objects)).Append(Share(objects[1..]));

        var found = Gather([.. shares]);

        Assert.Equal(objects[1..].Select(one => one.Item1).Order(), found.Keys.Order());
        var stored = SpreadCodec.Encode(found);
        Assert.InRange(stored.Length, 1, MaxRowBytes);
        Assert.Equal(found.OrderBy(one => one.Key), SpreadCodec.Decode(stored).OrderBy(one => one.Key));
    }

    private static IReadOnlyDictionary<Guid, ObjectSpread> Gather(IReadOnlyList<Tally> shares)
    {
        var total = new Tally();
        foreach (var share in shares)
            total.Add(share);
        var gathering = new SpreadGathering(total);
        foreach (var share in shares)
            gathering.Add(share);
        return gathering.Finish();
    }

    private static Tally Share(params (Guid Uuid, int Count)[] objects)
    {
        var tally = new Tally { Stats = 1, Contributors = 1 };
        foreach (var (uuid, count) in objects)
            tally[uuid].AddReport(Quantity.Of(count), Quantity.Of(count), Quantity.Of(1));
        return tally;
    }
}
