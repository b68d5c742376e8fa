using System.Buffers.Text;
using System.Text.Json;

namespace StatsService.Processing;

/// <summary>A number of a stat, or a sum of such, in whole units of 1/100,000,000.</summary>
public readonly record struct Quantity(Int128 Units)
{
    private const decimal UnitsPerOne = 100_000_000m;

    // Ten million reports of this size still fit a decimal exactly.
    private const decimal Largest = 1_000_000_000_000m;

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Units + right.Units);

    public static Quantity operator *(Quantity quantity, int factor) => new(quantity.Units * factor);

    /// <summary>The arithmetic mean over so many reports; 0 for none.</summary>
    public double MeanOf(long reports) => reports == 0 ? 0 : (double)((decimal)Units / UnitsPerOne / reports);

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
