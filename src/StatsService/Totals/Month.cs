using System.Globalization;

namespace StatsService.Totals;

/// <summary>A calendar month: the totals of its days are read together.</summary>
public readonly record struct Month(int Year, int Number) : IComparable<Month>
{
    /// <summary>As it stands in keys, for example <c>202601</c>.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}{Number:D2}");

    public DateOnly FirstDay => new(Year, Number, 1);

    public DateOnly LastDay => new(Year, Number, DateTime.DaysInMonth(Year, Number));

    public static Month Of(DateOnly date) => new(date.Year, date.Month);

    public static Month Parse(string key) => Of(DateOnly.ParseExact(key, "yyyyMM", CultureInfo.InvariantCulture));

    public int CompareTo(Month other) => (Year, Number).CompareTo((other.Year, other.Number));

    public static bool operator <(Month left, Month right) => left.CompareTo(right) < 0;

    public static bool operator >(Month left, Month right) => left.CompareTo(right) > 0;

    public static bool operator <=(Month left, Month right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Month left, Month right) => left.CompareTo(right) >= 0;
}
