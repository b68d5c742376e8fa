using System.Net;
using System.Text.Json;
using StatsService.SampleData;

namespace StatsService.Bench;

/// <summary>A client that posts day after day of five ANRs, then of five others, and sends again what was not acknowledged.</summary>
/// <remarks>The days stay the same ones, so that what the service keeps in memory should stay as large as it is.</remarks>
internal sealed class SoakWriter(StatsApi api, int number, int writers)
{
    private const int Days = 60, AnrsOfRound = 5;

    private readonly HashSet<Guid> acknowledged = [];
    private readonly List<Guid> anrs = [];

    public static DateOnly LastDay { get; } = DateOnly.FromDateTime(DateTime.UtcNow);

    public static DateOnly FirstDay { get; } = LastDay.AddDays(1 - Days);

    public CallCounts Calls { get; } = new();

    public IReadOnlyList<Guid> Anrs => anrs;

    public int Acknowledged => acknowledged.Count;

    public async Task RunAsync(CancellationToken over, CancellationToken cancellation)
    {
        for (var round = 0; ; round++)
        {
            var office = new SampleFrontOffice(client: number + (writers * round), anrs: AnrsOfRound) { Types = LoadCommand.RatedTypes, SendsUuids = true };
            anrs.AddRange(office.Anrs);
            for (var day = FirstDay; day <= LastDay; day = day.AddDays(1))
            {
                var batch = office.Batch(day);
                while (!over.IsCancellationRequested)
                {
                    if (!await Calls.TrySendAsync(api, Call.PostStats(batch), cancellation))
                        continue;
                    using var document = JsonDocument.Parse(batch);
                    acknowledged.UnionWith(Uuids(document.RootElement));
                    break;
                }

                if (over.IsCancellationRequested)
                    return;
            }
        }
    }

    /// <returns>How many acknowledged stats the service does not list.</returns>
    public async Task<int> CountLostAsync(CancellationToken cancellation)
    {
        var listed = new HashSet<Guid>();
        foreach (var type in LoadCommand.RatedTypes)
        {
            var (status, body) = await api.ReadAsync(HttpMethod.Get, "api/v1/stats/", new { type, date_from = FirstDay, date_to = LastDay }, cancellation, fields: "data{uuid}");
            if (status != HttpStatusCode.OK)
                throw new BenchException($"The list of {type} stats was answered with {(int)status}: nobody knows what is lost.");
            using var document = JsonDocument.Parse(body);
            listed.UnionWith(Uuids(document.RootElement.GetProperty("data")));
        }

        return acknowledged.Except(listed).Count();
    }

    private static IEnumerable<Guid> Uuids(JsonElement stats) => stats.EnumerateArray().Select(stat => stat.GetProperty("uuid").GetGuid());
}
