using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace StatsService.Tallies;

/// <summary>A number of a stat, or a sum of such, in whole units of 10⁻¹².</summary>
public readonly record struct Quantity(Int128 Units)
{
    private const long UnitsPerOne = 1_000_000_000_000;

    private const ulong FiveToThe12Th = 244_140_625;
    private const int QuotientBits = 56;

    // A unit is the twelfth digit after the point; six digits before it and twelve after it fit a long.
    private const int UnitDigits = 12;
    private const int MaxShortDigits = 6;

    // Whole numbers up to here are doubles, too.
    private const long ExactInDouble = 1L << 53;

    // A hundred trillion reports of this size still fit the sum. No scale of MONARC's comes near it, so what is larger reads as this.
    private const decimal Largest = 1_000_000_000_000m;

    /// <summary>Whether it lies between 0 and 1, both included.</summary>
    public bool IsShare => Units >= 0 && Units <= (Int128)UnitsPerOne;

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Units + right.Units);

    public static Quantity operator *(Quantity quantity, int factor) => new(quantity.Units * factor);

    public static Quantity Of(int number) => new((Int128)(number * UnitsPerOne));

    /// <summary>The arithmetic mean over a number of reports, as the double that is nearest to it; 0 where there are none.</summary>
    public double MeanOf(long reports)
    {
        if (reports == 0 || Units == 0)
            return 0;

        // The quotient of two doubles is the one that is nearest to the exact quotient: so it is for most means.
        if (Int128.Abs(Units) <= ExactInDouble && reports <= (long)(ExactInDouble / UnitsPerOne))
            return (double)(long)Units / ((double)UnitsPerOne * reports);

        // Units of 10⁻¹² = 5⁻¹² · 2⁻¹²: the power of two only changes the exponent.
        var sum = (UInt128)Int128.Abs(Units);
        var divisor = (UInt128)reports * FiveToThe12Th;
        var shift = Math.Max(0, QuotientBits + BitsOf(divisor) - BitsOf(sum));
        var (quotient, rest) = UInt128.DivRem(sum << shift, divisor);

        // Three bits more than a double holds, the last of which tells whether anything follows: so it is rounded once, and to the right side.
        var mean = Math.ScaleB((ulong)quotient | (rest == 0 ? 0UL : 1UL), -shift - 12);
        return Units < 0 ? -mean : mean;
    }

    public bool Reaches(int value) => Units >= (Int128)value * UnitsPerOne;

    public bool Exceeds(int value) => Units > (Int128)value * UnitsPerOne;

    /// <summary>Reads a JSON number, or a number in a string as MONARC sends averages.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out Quantity quantity)
    {
        quantity = default;
        if (TryReadShort(reader.ValueSpan, out quantity))
            return true;
        decimal value;
        if (reader.TokenType == JsonTokenType.String)
        {
            if (!Utf8Parser.TryParse(reader.ValueSpan, out value, out var consumed) || consumed != reader.ValueSpan.Length)
                return false;
        }
        else if (reader.TokenType != JsonTokenType.Number)
        {
            return false;
        }
        else if (!reader.TryGetDecimal(out value))
        {
            value = Largest;
        }

        quantity = new Quantity((Int128)decimal.Round(Math.Clamp(value, -Largest, Largest) * UnitsPerOne));
        return true;
    }

    /// <inheritdoc cref="TryRead(ref Utf8JsonReader, out Quantity)"/>
    public static bool TryRead(JsonElement value, out Quantity quantity)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value));
        reader.Read();
        return TryRead(ref reader, out quantity);
    }

    /// <summary>Reads <c>12</c> or <c>-2.33</c>, as almost all numbers are, without the detour over a decimal.</summary>
    private static bool TryReadShort(ReadOnlySpan<byte> text, out Quantity quantity)
    {
        quantity = default;
        var isNegative = text.Length > 0 && text[0] == '-';
        var digits = isNegative ? text[1..] : text;
        var dot = digits.IndexOf((byte)'.');
        var whole = dot < 0 ? digits : digits[..dot];
        var fraction = dot < 0 ? [] : digits[(dot + 1)..];
        if (whole.Length is 0 or > MaxShortDigits || fraction.Length > MaxShortDigits || (dot >= 0 && fraction.Length == 0)
            || whole.ContainsAnyExceptInRange((byte)'0', (byte)'9') || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        var units = 0L;
        foreach (var digit in whole)
            units = (units * 10) + (digit - '0');
        foreach (var digit in fraction)
            units = (units * 10) + (digit - '0');
        for (var left = fraction.Length; left < UnitDigits; left++)
            units *= 10;
        quantity = new Quantity(isNegative ? -units : units);
        return true;
    }

    private static int BitsOf(UInt128 value) => 128 - (int)UInt128.LeadingZeroCount(value);
}
