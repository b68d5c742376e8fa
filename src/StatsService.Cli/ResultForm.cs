namespace StatsService.Cli;

/// <summary>How results are written: the values of <c>--output</c>.</summary>
internal enum ResultForm
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>One JSON value.</summary>
    Json,

    /// <summary>A line for each result, its values separated by tabs, without a head.</summary>
    Tsv,
}
