using System.Text.Json;
using StatsService.Answers;
using StatsService.Stats;
using StatsService.Totals;
using StatsService.Wire;

namespace StatsService.About;

/// <summary>How much the instance's averages rest on, and how fresh it is: read from the totals, never from the stats.</summary>
public sealed class InstanceFigures(TotalsCache totals, FinishedAnswers answers, TimeProvider time)
{
    private const int Year = 365;
    private const int Week = 7;

    private static readonly (string Name, StatType Type)[] Types =
        [("threats", StatType.Threat), ("vulnerabilities", StatType.Vulnerability), ("risks", StatType.Risk)];

    /// <returns>
    /// <c>{"runtime", "stats", "threats", "vulnerabilities", "risks"}</c>: the stats of the last 365 days, and of each type
    /// <c>{"newest", "analyses", "contributors"}</c>, or null where it has none in that time.
    /// </returns>
    public async ValueTask<FinishedAnswer> GetAsync(CancellationToken cancellationToken)
    {
        var today = PublicDays.Today(time);
        var from = today.AddDays(1 - Year);
        var versions = await Task.WhenAll(Types.Select(type => totals.ReadVersionAsync(type.Type, from, today, cancellationToken)));
        var version = string.Join('/', versions);
        return await answers.GetAsync((nameof(InstanceFigures), today), version, async () => Render(version, await ReadAsync(from, today, cancellationToken)), cancellationToken);
    }

    private Task<TypeFigures[]> ReadAsync(DateOnly from, DateOnly today, CancellationToken cancellationToken) =>
        Task.WhenAll(Types.Select(async type =>
        {
            var days = (await totals.ReadAsync(type.Type, from, today, cancellationToken)).Days;
            // An analysis sends one stat of a type a day. The newest day may have only begun, so the fullest of a week counts.
            var fullest = days.TakeLast(Week).MaxBy(day => day.Tally.Stats);
            return new TypeFigures(type.Name, days.Sum(day => day.Tally.Stats), days is [] ? null : days[^1].Date, fullest?.Tally.Stats ?? 0, fullest?.Tally.Contributors ?? 0);
        }));

    private static FinishedAnswer Render(string version, TypeFigures[] types) => FinishedAnswer.Write(version, types.Any(type => type.Stats > 0), writer =>
    {
        writer.WriteStartObject();
        // Not the patch, which would tell attackers what it lacks.
        writer.WriteString("runtime", $".NET {Environment.Version.Major}");
        writer.WriteNumber("stats", types.Sum(type => type.Stats));
        foreach (var type in types)
        {
            writer.WritePropertyName(type.Name);
            type.Write(writer);
        }

        writer.WriteEndObject();
    });

    private sealed record TypeFigures(string Name, long Stats, DateOnly? Newest, long Analyses, long Contributors)
    {
        public void Write(Utf8JsonWriter writer)
        {
            if (Newest is not { } newest)
            {
                writer.WriteNullValue();
                return;
            }

            writer.WriteStartObject();
            writer.WriteString("newest", newest.ToWire());
            writer.WriteNumber("analyses", Analyses);
            writer.WriteNumber("contributors", Contributors);
            writer.WriteEndObject();
        }
    }
}
