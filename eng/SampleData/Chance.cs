namespace StatsService.SampleData;

/// <summary>A draw that depends on nothing but what it was made of, so the order of the draws does not show.</summary>
internal readonly struct Chance(ulong state)
{
    /// <summary>Between 0 and 1, without 1.</summary>
    public double Fraction => (state >> 11) * (1.0 / (1UL << 53));

    /// <summary>Mixes a further part in (the finaliser of SplitMix64).</summary>
    public Chance With(long part)
    {
        var mixed = (state ^ (ulong)part) + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
        return new Chance(mixed ^ mixed >> 31);
    }

    public int Between(int least, int most) => least + (int)(Fraction * (most - least + 1));

    /// <summary>
    /// Between 0 and 1: up and down again within four to sixteen months, with some wavering from day to day.
    /// Only operations that IEEE 754 rounds alike everywhere, so every machine gets the same bytes.
    /// </summary>
    public double On(DateOnly date)
    {
        var turn = date.DayNumber / (double)With(1).Between(120, 480) + Fraction;
        var slow = Math.Abs(2 * (turn - Math.Floor(turn)) - 1);
        return 0.95 * slow + 0.05 * With(date.DayNumber).Fraction;
    }
}
