using System.Text;
using StatsService.SampleData;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

/// <summary>What one client's stats of a day may take.</summary>
public sealed class TallyLimitTests
{
    [Fact]
    public void What_is_dropped_while_more_is_added_would_have_been_dropped_in_the_end()
    {
        var uuids = Enumerable.Range(0, 12_000).Select(number => Guid.Parse($"00000000-0000-4000-8000-{number:D12}")).ToArray();
        new Random(1).Shuffle(uuids);
        var documents = uuids.Concat(uuids).Select((uuid, number) => $"[{Tallied.Threat(uuid.ToString(), number, 1, "1.5")}]").ToList();

        var limited = new Tally();
        foreach (var document in documents)
        {
            limited.Add(StatType.Threat, Encoding.UTF8.GetBytes(document));
            limited.LimitWhileAdding();
        }

        limited.Limit();
        var whole = Tallied.Of(StatType.Threat, documents);
        whole.Limit();
        Assert.NotEmpty(whole.Objects);
        Assert.Equal(TallyCodec.Encode(whole), TallyCodec.Encode(limited));
    }

    [Fact]
    public void One_object_that_has_another_name_each_time_is_counted_each_time_under_few_of_them()
    {
        var documents = Enumerable.Range(0, 1000).Select(number => $"[{Tallied.Threat("c2a1b2f0-77aa-4f0e-9d1c-000000000001", 1, 1, 1, $"name {number}")}]");

        var sums = Assert.Single(Tallied.Of(StatType.Threat, documents).Objects).Value;

        Assert.Equal(1000, sums.Reports);
        Assert.InRange(sums.Variants.Count, 1, 20);
    }

    [Fact]
    public void A_tally_is_stored_in_half_the_room_that_it_takes()
    {
        var tally = Tallied.Of(StatType.Vulnerability, SampleVulnerabilities.All.Select(vulnerability =>
            $"[{Tallied.Threat(vulnerability.Uuid.ToString(), 3, 12, "2.33", vulnerability.French)}]"));

        Assert.InRange(TallyCodec.Encode(tally).Length, 1, tally.Objects.Values.Sum(sums => sums.Bytes) / 2);
    }
}
