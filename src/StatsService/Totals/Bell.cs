using System.Text.Json;

namespace StatsService.Totals;

/// <summary>The message of the queue <see cref="QueueName"/>: something awaits aggregation. What it is stands in the table <c>Pending</c>.</summary>
/// <param name="Schema">Tells versions apart: a message may be older than the code that reads it.</param>
/// <param name="Bucket">The bucket of <see cref="PendingDays"/> to look into; null: all.</param>
public sealed record Bell(string Schema, int? Bucket)
{
    public const string QueueName = "aggregate";
    private const string SchemaV1 = "bell/1";

    public static Bell For(int? bucket) => new(SchemaV1, bucket);

    /// <exception cref="InvalidDataException">The message is none of this service's; trying again won't help.</exception>
    public static Bell Parse(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize<Bell>(json) is { Schema: SchemaV1, Bucket: null or (>= 0 and < PendingDays.Buckets) } bell)
                return bell;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("The aggregation message is no JSON of a known schema.", exception);
        }

        throw new InvalidDataException($"The aggregation message is of no schema known here ({SchemaV1}).");
    }

    public string ToJson() => JsonSerializer.Serialize(this);
}
