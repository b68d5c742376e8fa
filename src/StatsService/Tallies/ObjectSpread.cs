namespace StatsService.Tallies;

/// <summary>How far the organisations differ that report an object on a day: the quartiles of their own means.</summary>
/// <param name="Organisations">How many of them the quartiles rest on.</param>
public readonly record struct ObjectSpread(int Organisations, Quartiles AverageRate, Quartiles Count, Quartiles MaxRisk)
{
    public Quartiles this[Measure measure] => measure switch
    {
        Measure.Count => Count,
        Measure.MaxRisk => MaxRisk,
        _ => AverageRate,
    };
}
