using CsCheck;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

public sealed class CompanionSearchTests
{
    private const int MaxRowBytes = 960 * 1024;
    private static readonly DateOnly Day = new(2026, 3, 1);
    private static readonly Guid A = new("aaaaaaaa-0000-4000-8000-000000000001");
    private static readonly Guid B = new("bbbbbbbb-0000-4000-8000-000000000001");
    private static readonly Guid Everybodys = new("eeeeeeee-0000-4000-8000-000000000001");

    [Fact]
    public void What_the_same_organisations_report_is_found_with_its_numbers()
    {
        // Ten of forty report both, one each alone; what everybody reports goes with nothing in particular.
        var found = Search(40, number => number < 10 ? [A, B, Everybodys] : number == 10 ? [A, Everybodys] : number == 11 ? [B, Everybodys] : [Everybodys]);

        Assert.Equal((Day, 40), (found.Date, found.Organisations));
        Assert.Equal((11, new Companion(B, 10)), (found.Objects[A].Organisations, Assert.Single(found.Objects[A].Most)));
        Assert.Equal((11, new Companion(A, 10)), (found.Objects[B].Organisations, Assert.Single(found.Objects[B].Most)));
        Assert.Equal((40, 0), (found.Objects[Everybodys].Organisations, found.Objects[Everybodys].Most.Count));
    }

    [Fact]
    public void Two_that_fewer_than_five_organisations_report_together_are_not_told() =>
        Assert.All(Search(4000, number => number < 4 ? [A, B] : number is 4 ? [A] : number is 5 ? [B] : [Everybodys]).Objects.Values, one => Assert.Empty(one.Most));

    [Fact]
    public void Two_that_are_frequent_are_not_told_where_chance_alone_brings_them_together() =>
        // Each is reported by half of them, and both by a quarter.
        Assert.All(Search(400, number => [.. number % 2 == 0 ? (Guid[])[A] : [], .. number % 4 < 2 ? (Guid[])[B] : []]).Objects.Values, one => Assert.Empty(one.Most));

    [Fact]
    public void Sixteen_organisations_are_too_few_to_tell_and_seventeen_can_be_enough()
    {
        Assert.Empty(Search(16, number => number < 8 ? [A, B] : [Everybodys]).Objects[A].Most);
        Assert.Equal(B, Assert.Single(Search(17, number => number < 8 ? [A, B] : [Everybodys]).Objects[A].Most).Uuid);
    }

    [Fact]
    public void Of_many_the_five_have_a_place_that_go_with_it_most_above_chance()
    {
        // The companion of number n is reported by the twenty that report A, and by n others.
        var companions = Enumerable.Range(0, 8).Select(number => new Guid($"cccccccc-0000-4000-8000-00000000000{number}")).ToArray();
        var found = Search(200, number => number < 20 ? [A, .. companions] : [.. companions.Index().Where(one => number - 20 < 3 * one.Index).Select(one => one.Item)]);

        Assert.Equal(companions[..5], found.Objects[A].Most.Select(one => one.Uuid));
        Assert.All(found.Objects[A].Most, one => Assert.Equal(20, one.Together));
    }

    [Fact]
    public void They_are_what_a_plain_computation_gives() =>
        Gen.Select(Gen.Int[20, 150], Gen.Int[0, int.MaxValue]).Sample((organisations, seed) =>
        {
            // Objects of three sectors: an organisation reports most of those of its own.
            var random = new Random(seed);
            var objects = Enumerable.Range(0, 12).Select(_ => NewGuid(random)).ToArray();
            var reports = Enumerable.Range(0, organisations)
                .Select(number => objects.Where((_, at) => random.NextDouble() < (at % 3 == number % 3 ? 0.8 : 0.2)).ToHashSet()).ToList();

            var found = Search(organisations, number => [.. reports[number]]);

            foreach (var one in objects)
            {
                var expected = objects.Where(other => other != one)
                    .Select(other => (Object: other, Together: Count(one, other), Lift: (double)Count(one, other) * organisations / (Count(one, one) * (double)Count(other, other))))
                    .Where(pair => pair.Together >= 5 && IsClear(one, pair.Object))
                    .OrderByDescending(pair => pair.Lift).Take(5).Select(pair => pair.Lift);
                var own = found.Objects.GetValueOrDefault(one)?.Most ?? [];
                Assert.All(own, companion => Assert.Equal(Count(one, companion.Uuid), companion.Together));
                Assert.Equal(expected, own.Select(companion => (double)companion.Together * organisations / (Count(one, one) * (double)Count(companion.Uuid, companion.Uuid))), (a, b) => Math.Abs(a - b) < 1e-9);
            }

            int Count(Guid one, Guid other) => reports.Count(report => report.Contains(one) && report.Contains(other));

            // In the table of who reports which of both: phi squared times one organisation less is the square of the deviations.
            bool IsClear(Guid one, Guid other)
            {
                long both = Count(one, other), first = Count(one, one), second = Count(other, other);
                var neither = organisations - first - second + both;
                var cross = (both * neither) - ((first - both) * (second - both));
                return cross > 0 && cross * cross * (organisations - 1) >= 16 * first * second * (organisations - first) * (organisations - second);
            }
        }, iter: 200);

    [Fact]
    public void All_of_them_fit_a_row_and_are_read_back()
    {
        var random = new Random(1);
        var objects = Enumerable.Range(0, 5000).Select(_ => NewGuid(random)).Order().ToArray();
        var all = new Companions(Day, 4096, objects.ToDictionary(one => one, _ => new ObjectCompanions(
            random.Next(5, 4097), [.. Enumerable.Range(0, random.Next(6)).Select(_ => new Companion(objects[random.Next(objects.Length)], random.Next(5, 4097)))])));

        var stored = CompanionCodec.Encode(all);
        Assert.InRange(stored.Length, 1, MaxRowBytes);
        var read = CompanionCodec.Decode(stored);

        Assert.Equal((all.Date, all.Organisations, all.Objects.Count), (read.Date, read.Organisations, read.Objects.Count));
        Assert.All(all.Objects, one => Assert.Equal((one.Value.Organisations, string.Join(' ', one.Value.Most)), (read.Objects[one.Key].Organisations, string.Join(' ', read.Objects[one.Key].Most))));
        stored = CompanionCodec.Encode(read);
        Assert.Equal(stored, CompanionCodec.Encode(all));
    }

    private static Guid NewGuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <param name="organisations">How many there are; each has a share of one analysis.</param>
    /// <param name="reports">What the organisation of a number reports.</param>
    private static Companions Search(int organisations, Func<int, Guid[]> reports)
    {
        var (total, shares) = (new Tally(), new List<Tally>());
        for (var number = 0; number < organisations; number++)
        {
            var share = new Tally { Stats = 1, Contributors = 1 };
            foreach (var uuid in reports(number))
                share[uuid].Add(1, 1, Quantity.Of(1), Quantity.Of(1), Quantity.Of(1));
            total.Add(share);
            shares.Add(share);
            // Whoever has deleted its stats of the day has an empty share.
            shares.Add(new Tally());
        }

        var gathering = new SpreadGathering(total);
        shares.ForEach(gathering.Add);
        return gathering.FindCompanions(Day);
    }
}
