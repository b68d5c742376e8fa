using System.Text.Json;
using StatsService.Stats;

namespace StatsService.Totals;

/// <summary>The message of the queue <see cref="QueueName"/>: which days of a client changed.</summary>
/// <param name="Schema">Tells versions apart: a message may be older than the code that reads it.</param>
public sealed record AggregationMessage(string Schema, Guid Client, IReadOnlyList<AggregationDay> Days)
{
    public const string QueueName = "aggregate";
    private const string SchemaV1 = "aggregate/1";

    // A message may have 64 KiB, which Base64 makes 48 KiB of JSON; a day takes about 120 bytes.
    private const int MaxDays = 300;

    public static IEnumerable<AggregationMessage> Create(IReadOnlyList<ChangedDay> changed) =>
        from client in changed.GroupBy(day => day.Client)
        from part in client.Chunk(MaxDays)
        select new AggregationMessage(SchemaV1, client.Key, [.. part.Select(day => new AggregationDay(day.Type.Name(), day.Date, day.Mark))]);

    /// <exception cref="InvalidDataException">The message is none of this service's; trying again won't help.</exception>
    public static IReadOnlyList<ChangedDay> Parse(string json)
    {
        try
        {
            var message = JsonSerializer.Deserialize<AggregationMessage>(json);
            if (message is { Schema: SchemaV1, Days: not null })
                return [.. message.Days.Select(day => new ChangedDay(message.Client, ParseType(day.Type), day.Date, day.Mark))];
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("The aggregation message is no JSON of a known schema.", exception);
        }

        throw new InvalidDataException($"The aggregation message is of no schema known here ({SchemaV1}).");
    }

    public string ToJson() => JsonSerializer.Serialize(this);

    private static StatType ParseType(string name) =>
        StatTypes.TryParse(name, out var type) ? type : throw new InvalidDataException($"The aggregation message names the unknown type '{name}'.");
}

/// <param name="Mark">See <see cref="ChangedDay"/>.</param>
public sealed record AggregationDay(string Type, DateOnly Date, string Mark);
