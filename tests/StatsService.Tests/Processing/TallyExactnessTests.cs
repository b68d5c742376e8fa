using CsCheck;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

public sealed class TallyExactnessTests
{
    private static readonly Gen<string> Threat = Gen.Select(
        Gen.Int[1, 4], Gen.Decimal[-1000, 1000], Gen.Int[0, 100], Gen.Int[0, 999], Gen.OneOf("a", "b", "é"),
        (uuid, count, maxRisk, rate, label) => Tallied.Threat($"c2a1b2f0-77aa-4f0e-9d1c-00000000000{uuid}", count, maxRisk, $"{rate / 100}.{rate % 100:D2}", label));

    private static readonly Gen<Tally> Part = Threat.Array[0, 4].Array[0, 3]
        .Select(documents => Tallied.Of(StatType.Threat, documents.Select(threats => $"[{string.Join(",", threats)}]")));

    [Fact]
    public void The_order_in_which_tallies_are_added_and_taken_away_does_not_show()
    {
        Gen.Select(Part.Array[1, 6], Part.Array[0, 4], Gen.Int).Sample((kept, gone, seed) =>
        {
            var expected = new Tally();
            foreach (var part in kept)
                expected.Add(part);

            Action<Tally>[] steps =
            [
                .. kept.Concat(gone).Select(part => (Action<Tally>)(tally => tally.Add(part))),
                .. gone.Select(part => (Action<Tally>)(tally => tally.Subtract(part))),
            ];
            new Random(seed).Shuffle(steps);
            var shuffled = new Tally();
            foreach (var step in steps)
                step(shuffled);

            Assert.Equal(TallyCodec.Encode(expected), TallyCodec.Encode(shuffled));
            Assert.Equal(Text(expected), Text(shuffled));
        });
    }

    [Fact]
    public void A_tally_comes_back_from_its_bytes() =>
        Part.Sample(part => Assert.Equal(TallyCodec.Encode(part), TallyCodec.Encode(TallyCodec.Decode(TallyCodec.Encode(part)))));

    [Fact]
    public void Tallies_that_are_read_one_after_the_other_share_names_and_no_sums() =>
        Gen.Select(Part.Array[1, 6], Gen.Int[0, 5]).Sample((parts, changed) =>
        {
            var labels = new LabelPool();
            var read = parts.Select(part => TallyCodec.Decode(TallyCodec.Encode(part), labels)).ToList();
            read[changed % parts.Length].Add(Tallied.Of(StatType.Threat, $"[{Tallied.Threat("c2a1b2f0-77aa-4f0e-9d1c-000000000001", 1, 1, 1, "c")}]"));
            parts[changed % parts.Length].Add(Tallied.Of(StatType.Threat, $"[{Tallied.Threat("c2a1b2f0-77aa-4f0e-9d1c-000000000001", 1, 1, 1, "c")}]"));

            Assert.Equal(parts.Select(TallyCodec.Encode), read.Select(TallyCodec.Encode));
        });

    [Fact]
    public void A_tally_whose_bytes_are_damaged_is_told_as_such()
    {
        var bytes = TallyCodec.Encode(Tallied.Of(StatType.Threat, $"[{Tallied.Threat("c2a1b2f0-77aa-4f0e-9d1c-000000000001", 1, 1, 1)}]"));

        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => TallyCodec.Decode(bytes.AsMemory(0, length)));
    }

    [Fact]
    public void A_tally_with_a_cell_that_MONARC_does_not_have_is_damaged()
    {
        // Version, stats, contributors, what is implausible, no objects, one cell.
        byte[] record = [3, 1, 1, 0, 0, 1, (byte)RiskCells.All.Count, .. new byte[64]];

        Assert.Throws<InvalidDataException>(() => TallyCodec.Decode(CompressedRecord.Write(writer => writer.Write(record))));
    }

    [Fact]
    public void A_tally_without_the_last_of_its_parts_is_empty() =>
        Part.Array[0, 5].Sample(parts =>
        {
            var tally = new Tally();
            foreach (var part in parts)
                tally.Add(part);
            foreach (var part in parts)
                tally.Subtract(part);

            Assert.Equal(0, tally.Stats);
            Assert.Empty(tally.Objects);
        });

    private static string Text(Tally tally) => Tallied.Text(ProcessorCatalogue.ThreatAverageOnDate, [Tallied.Day(1, tally)]);
}
