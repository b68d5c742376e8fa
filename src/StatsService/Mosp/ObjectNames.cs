using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using StatsService.Answers;

namespace StatsService.Mosp;

/// <summary>What threats and vulnerabilities are called: by MOSP, else by the stats that report them.</summary>
/// <remarks>What MOSP said is kept in memory for five minutes, so a call costs at most one query of the names, and mostly nothing.</remarks>
public sealed class ObjectNames(MospCatalogue catalogue, ObjectNameStore store, ReportedObjects objects, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<Language, Remembered<NamesInLanguage>> names = Languages.All.ToDictionary(
        language => language,
        language => new Remembered<NamesInLanguage>(Lifetime, time, async () => new NamesInLanguage(
            catalogue, language, catalogue.IsOn ? await store.ReadAsync(language, CancellationToken.None) : new Dictionary<Guid, ObjectName>())));

    /// <summary>The names in a language, as they were at most five minutes ago; mostly no operation.</summary>
    public Task<NamesInLanguage> ReadAsync(Language language, CancellationToken cancellationToken) => names[language].GetAsync(cancellationToken);

    /// <returns>
    /// <c>{uuid: {"name", "url", "published"}}</c>; <c>url</c> is the object's page at MOSP, null where it is not published in this
    /// language. An object that neither MOSP nor any stat names is absent.
    /// </returns>
    public async Task<FinishedAnswer> GetAsync(IEnumerable<Guid> uuids, Language language, CancellationToken cancellationToken)
    {
        var published = await ReadAsync(language, cancellationToken);
        var reported = await objects.GetAsync(cancellationToken);
        var any = false;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Plain))
        {
            writer.WriteStartObject();
            foreach (var uuid in uuids.Distinct())
            {
                if (published.Find(uuid, reported.GetValueOrDefault(uuid)?.Labels ?? []) is not { } found)
                    continue;
                any = true;
                writer.WriteStartObject(uuid.ToString("D"));
                writer.WriteString("name", found.Name);
                writer.WriteString("url", found.Url);
                writer.WriteBoolean("published", found.IsPublished);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return new FinishedAnswer(version: "", any, json.WrittenSpan.ToArray());
    }
}
