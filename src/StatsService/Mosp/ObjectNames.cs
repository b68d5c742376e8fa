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

    private readonly Dictionary<Language, Remembered<IReadOnlyDictionary<Guid, ObjectName>>> names = Languages.All.ToDictionary(
        language => language,
        language => new Remembered<IReadOnlyDictionary<Guid, ObjectName>>(Lifetime, time, () => store.ReadAsync(language, CancellationToken.None)));

    /// <returns>
    /// <c>{uuid: {"name", "url", "published"}}</c>; <c>url</c> is the object's page at MOSP, null where it is not published in this
    /// language. An object that MOSP names in no language, and that no two clients' stats report, is absent.
    /// </returns>
    public async Task<FinishedAnswer> GetAsync(IEnumerable<Guid> uuids, Language language, CancellationToken cancellationToken)
    {
        var published = catalogue.IsOn ? await Task.WhenAll(Fallbacks.Prepend(language).Select(known => names[known].GetAsync(cancellationToken))) : [];
        var reported = await objects.GetAsync(cancellationToken);
        var any = false;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Plain))
        {
            writer.WriteStartObject();
            foreach (var uuid in uuids.Distinct())
            {
                var byLanguage = published.Select(names => names.GetValueOrDefault(uuid)?.Published).ToList();
                var mosp = byLanguage.FirstOrDefault();
                if ((mosp?.Name ?? LabelOf(reported.GetValueOrDefault(uuid), language) ?? byLanguage.FirstOrDefault(known => known is not null)?.Name) is not { } name)
                    continue;
                any = true;
                writer.WriteStartObject(uuid.ToString("D"));
                writer.WriteString("name", name);
                writer.WriteString("url", mosp is null ? null : catalogue.PageOf(mosp.Id));
                writer.WriteBoolean("published", mosp is not null);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return new FinishedAnswer(version: "", any, json.WrittenSpan.ToArray());
    }

    private static string? LabelOf(ReportedObject? reported, Language language) =>
        reported is not { IsShared: true } ? null : Fallbacks.Prepend(language).Select(known => reported.Labels[(int)known].Trim()).FirstOrDefault(label => label.Length > 0);
}
