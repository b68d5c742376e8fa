using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using StatsService.Answers;

namespace StatsService.Mosp;

/// <summary>What threats and vulnerabilities are called: by MOSP, else by the stats that report them, where these are more than one client's.</summary>
/// <remarks>
/// A label that one client alone uses may be free text of its risk analysis, so it is never told. What MOSP said is kept in memory for five minutes, so a call costs at most one query of
/// the names in each language, and mostly nothing.
/// </remarks>
public sealed class ObjectNames(MospCatalogue catalogue, ObjectNameStore store, ReportedObjects objects, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where a language has no name, the name in the first of these that has one: as in the dashboard.</summary>
    private static readonly Language[] Fallbacks = [Language.English, Language.French, Language.German, Language.Dutch];

    private readonly Dictionary<Language, Remembered<NamesInLanguage>> names = Languages.All.ToDictionary(
        language => language,
        language => new Remembered<NamesInLanguage>(Lifetime, time, async () => new NamesInLanguage(
            catalogue, language, catalogue.IsOn ? await store.ReadAsync(language, CancellationToken.None) : new Dictionary<Guid, ObjectName>())));

    /// <summary>The names in a language, as they were at most five minutes ago; mostly no operation.</summary>
    public Task<NamesInLanguage> ReadAsync(Language language, CancellationToken cancellationToken) => names[language].GetAsync(cancellationToken);

    /// <returns>
    /// <c>{uuid: {"name", "url", "published"}}</c>; <c>url</c> is the object's page at MOSP, null where it is not published in this
    /// language. An object that MOSP names in no language, and that no two clients' stats report, is absent.
    /// </returns>
    public async Task<FinishedAnswer> GetAsync(IEnumerable<Guid> uuids, Language language, CancellationToken cancellationToken)
    {
        var byLanguage = await Task.WhenAll(Fallbacks.Prepend(language).Select(known => ReadAsync(known, cancellationToken)));
        var reported = await objects.GetAsync(cancellationToken);
        var any = false;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Plain))
        {
            writer.WriteStartObject();
            foreach (var uuid in uuids.Distinct())
            {
                var labels = reported.GetValueOrDefault(uuid) is { IsShared: true } shared ? shared.Labels : [];
                var own = byLanguage[0].Find(uuid, labels);
                if ((own ?? byLanguage.Select(names => names.Find(uuid, [])).FirstOrDefault(named => named is not null)) is not { } found)
                    continue;
                any = true;
                writer.WriteStartObject(uuid.ToString("D"));
                writer.WriteString("name", found.Name);
                writer.WriteString("url", own?.Url);
                writer.WriteBoolean("published", own?.IsPublished == true);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return new FinishedAnswer(version: "", any, json.WrittenSpan.ToArray());
    }
}
