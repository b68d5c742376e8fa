using System.Buffers.Text;
using System.Text.Json;

namespace StatsService.Tallies;

/// <summary>A number of a stat, or a sum of such, in whole units of 10⁻¹².</summary>
public readonly record struct Quantity(Int128 Units)
{
    private const decimal UnitsPerOne = 1_000_000_000_000m;

    // A hundred trillion reports of this size still fit the sum.
    private const decimal Largest = 1_000_000_000_000m;

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Units + right.Units);

    public static Quantity operator *(Quantity quantity, int factor) => new(quantity.Units * factor);

    /// <summary>The arithmetic mean over so many reports; 0 for none.</summary>
    public double MeanOf(long reports)
    {
        if (reports == 0)
            return 0;
        // The sum itself may be more than a decimal holds; its mean never is.
        var (whole, rest) = Int128.DivRem(Units, reports);
        return (double)(((decimal)whole + ((decimal)rest / reports)) / UnitsPerOne);
    }

    /// <summary>Reads a JSON number, or a number in a string as MONARC sends averages.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out Quantity quantity)
    {
        quantity = default;
        decimal value;
        if (reader.TokenType == JsonTokenType.String)
        {
            if (!Utf8Parser.TryParse(reader.ValueSpan, out value, out var consumed) || consumed != reader.ValueSpan.Length)
                return false;
        }
        else if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out value))
        {
            return false;
        }

        if (Math.Abs(value) > Largest)
            return false;
        quantity = new Quantity((Int128)decimal.Round(value * UnitsPerOne));
        return true;
    }
}
