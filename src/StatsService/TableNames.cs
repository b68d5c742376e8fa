namespace StatsService;

/// <summary>The service's tables. What a row of each is and how its keys are made stands in the store of the feature.</summary>
internal static class TableNames
{
    public const string Clients = nameof(Clients);
    public const string Mosp = nameof(Mosp);
    public const string Pending = nameof(Pending);
    public const string State = nameof(State);
    public const string Stats = nameof(Stats);
    public const string Totals = nameof(Totals);

    public static IReadOnlyList<string> All { get; } = [Stats, Pending, Totals, State, Mosp, Clients];
}
