using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using StatsService.Answers;
using StatsService.Clients;
using StatsService.Queries;
using StatsService.Stats;

namespace StatsService.Processors;

/// <summary>What the clients on the map report most: the threat and the vulnerability with the highest mean count over their newest stats.</summary>
public sealed class ClientMap(ClientStore clients, StatQueries queries, FinishedAnswers answers, IOptions<StatsServiceOptions> options, TimeProvider time)
{
    private const int NewestStats = 40;

    // A tenth of a degree, about ten kilometres: the town, not the house.
    private const int Digits = 1;

    private const int ParallelClients = 8;

    // The work grows with the clients, and the totals' versions don't tell which client's stats changed: so an answer
    // stands for twenty times as long as it took to compute, but for a minute at most.
    private const int RestPerWork = 20;
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private readonly Lock edition = new();
    private int number;
    private (long Since, TimeSpan For)? rest;

    /// <returns>Clients with coordinates that have stats of both types, and are not excluded from averages.</returns>
    public ValueTask<FinishedAnswer> GetAsync(CancellationToken cancellationToken)
    {
        var version = CurrentEdition();
        return answers.GetAsync(nameof(ClientMap), version, async () => await ComputeAsync(version, cancellationToken), cancellationToken);
    }

    private string CurrentEdition()
    {
        lock (edition)
        {
            if (rest is { } standing && time.GetElapsedTime(standing.Since) >= standing.For)
                (number, rest) = (number + 1, null);
            return number.ToString(CultureInfo.InvariantCulture);
        }
    }

    private async Task<FinishedAnswer> ComputeAsync(string version, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var answer = Render(version, await ReadAsync(cancellationToken), options.Value.PublicMinContributors == 1);
        lock (edition)
            rest = (time.GetTimestamp(), TimeSpan.FromTicks(Math.Clamp(time.GetElapsedTime(started).Ticks * RestPerWork, ShortestRest.Ticks, LongestRest.Ticks)));
        return answer;
    }

    private async Task<IReadOnlyList<Entry>> ReadAsync(CancellationToken cancellationToken)
    {
        var entries = new List<Entry>();
        await Parallel.ForEachAsync(
            clients.ListAsync(cancellationToken).Where(client => client is { Latitude: not null, Longitude: not null, IsExcluded: false }),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (client, token) =>
            {
                if (await FindTopAsync(client.Uuid, StatType.Threat, token) is { } threat
                    && await FindTopAsync(client.Uuid, StatType.Vulnerability, token) is { } vulnerability)
                {
                    lock (entries)
                        entries.Add(new Entry(client, threat, vulnerability));
                }
            });
        return [.. entries.OrderBy(entry => entry.Client.Uuid)];
    }

    private async Task<Top?> FindTopAsync(Guid client, StatType type, CancellationToken cancellationToken)
    {
        var tally = StatTallies.TallyOf(await queries.ListNewestAsync(client, type, PublicDays.Last(time), NewestStats, cancellationToken));
        return tally.Stats == 0
            ? null
            : tally.Objects.Select(pair => new Top(pair.Value.Count.MeanOf(pair.Value.Reports), pair.Key)).OrderByDescending(top => top.Count).ThenBy(top => top.Object).FirstOrDefault(Top.None);
    }

    /// <param name="showsReports">Whether it is told what each client reports, which is always one alone.</param>
    private static FinishedAnswer Render(string version, IReadOnlyList<Entry> entries, bool showsReports) => FinishedAnswer.Write(version, entries.Count > 0, writer =>
    {
        writer.WriteStartArray();
        foreach (var (client, threat, vulnerability) in entries)
        {
            writer.WriteStartObject();
            writer.WriteNumber("latitude", Rounded(client.Latitude!.Value));
            writer.WriteNumber("longitude", Rounded(client.Longitude!.Value));
            Write(writer, "max_threat", showsReports ? threat : Top.None);
            Write(writer, "max_vulnerability", showsReports ? vulnerability : Top.None);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    // Without the sum, what is just below 0 would be written as -0.
    private static double Rounded(double degrees) => Math.Round(degrees, Digits, MidpointRounding.AwayFromZero) + 0.0;

    private static void Write(Utf8JsonWriter writer, string name, Top top)
    {
        writer.WriteStartArray(name);
        if (top == Top.None)
        {
            writer.WriteStringValue("");
            writer.WriteStringValue("");
        }
        else
        {
            writer.WriteNumberValue(top.Count);
            writer.WriteStringValue(top.Object);
        }

        writer.WriteEndArray();
    }

    private sealed record Top(double Count, Guid Object)
    {
        /// <summary>Of stats that report no object, or of which it is not told; the original writes two empty texts for the former.</summary>
        public static Top None { get; } = new(0, Guid.Empty);
    }

    private sealed record Entry(Client Client, Top Threat, Top Vulnerability);
}
