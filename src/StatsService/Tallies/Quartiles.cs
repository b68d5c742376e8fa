namespace StatsService.Tallies;

/// <summary>Below which values a quarter, half and three quarters of some numbers lie.</summary>
public readonly record struct Quartiles(float Lower, float Median, float Upper)
{
    /// <summary>Interpolated linearly between the two nearest numbers, as QUARTILE.INC of spreadsheets does: of five numbers these are the second, the third and the fourth.</summary>
    /// <param name="numbers">At least one; they are put in order.</param>
    public static Quartiles Of(Span<float> numbers)
    {
        numbers.Sort();
        return new Quartiles(At(numbers, 0.25), At(numbers, 0.5), At(numbers, 0.75));
    }

    private static float At(ReadOnlySpan<float> ordered, double part)
    {
        var place = part * (ordered.Length - 1);
        double below = ordered[(int)place];
        return (float)(below + ((place - (int)place) * (ordered[(int)Math.Ceiling(place)] - below)));
    }
}
