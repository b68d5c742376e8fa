using System.Text.Json;

namespace StatsService.Upkeep;

/// <summary>The message of the queue <see cref="QueueName"/>: a part of a job that concerns every client, or many days.</summary>
/// <param name="Schema">Tells versions apart: a message may be older than the code that reads it.</param>
/// <param name="Items">What the part is about, spelled as the job has it.</param>
public sealed record JobPart(string Schema, string Job, IReadOnlyList<string> Items)
{
    public const string QueueName = "jobs";
    private const string SchemaV1 = "part/1";

    public static JobPart Of(string job, IEnumerable<string> items) => new(SchemaV1, job, [.. items]);

    /// <exception cref="InvalidDataException">The message is none of this service's; trying again won't help.</exception>
    public static JobPart Parse(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize<JobPart>(json) is { Schema: SchemaV1, Job: not null, Items: not null } part)
                return part;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("The message of a job is no JSON of a known schema.", exception);
        }

        throw new InvalidDataException($"The message of a job is of no schema known here ({SchemaV1}).");
    }

    public string ToJson() => JsonSerializer.Serialize(this);
}
