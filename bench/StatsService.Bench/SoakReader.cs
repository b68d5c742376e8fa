namespace StatsService.Bench;

/// <summary>A caller that reads what MONARC and browsers read, one after the other.</summary>
internal sealed class SoakReader(StatsApi api, int number)
{
    private static readonly Call[] Reads =
    [
        Call.Get("stats/threats.json?days=365") with { Encoding = "br" },
        Call.Get("stats/vulnerabilities.json?days=365"),
        Call.Get("stats/risks.json"),
        Call.Get("map/clients.json"),
        Call.Get("api/v1/client/me"),
        Call.Get("api/v1/stats/", new { type = "vulnerability", get_last = true }),
        Call.Get("api/v1/stats/", new { type = "risk", date_from = SoakWriter.LastDay.AddDays(-6), date_to = SoakWriter.LastDay }),
        Call.Get("api/v1/stats/processed/", new { type = "threat", processor = "threat_average_on_date" }),
    ];

    public CallCounts Calls { get; } = new();

    public async Task RunAsync(CancellationToken over, CancellationToken cancellation)
    {
        for (var next = number; !over.IsCancellationRequested; next++)
            await Calls.TrySendAsync(api, Reads[next % Reads.Length], cancellation);
    }
}
