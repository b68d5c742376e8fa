using System.Security.Cryptography;

namespace StatsService.Mosp;

/// <summary>What an object is called.</summary>
/// <param name="Url">Its page at MOSP; null where MOSP does not publish it in this language, or is switched off.</param>
/// <param name="IsPublished">Whether the name is MOSP's.</param>
public sealed record NamedObject(string Name, string? Url, bool IsPublished);

/// <summary>The names of objects in a language, as they were known at a moment.</summary>
public sealed class NamesInLanguage(MospCatalogue catalogue, Language language, IReadOnlyDictionary<Guid, ObjectName> asked)
{
    /// <summary>Where a language has no label, the label of the first of these that has one: as in the dashboard.</summary>
    private static readonly Language[] Fallbacks = [Language.English, Language.French, Language.German, Language.Dutch];

    /// <summary>The same for the same names: answers with names in them are made anew when it changes.</summary>
    public string Version { get; } = VersionOf(asked);

    /// <param name="labels">What stats call it, by language; empty where there is none.</param>
    /// <returns>Null: neither MOSP nor any stat names it.</returns>
    public NamedObject? Find(Guid uuid, IReadOnlyList<string> labels)
    {
        if (asked.GetValueOrDefault(uuid)?.Published is { } published)
            return new NamedObject(published.Name, catalogue.PageOf(published.Id), true);
        return LabelOf(labels) is { } label ? new NamedObject(label, null, false) : null;
    }

    /// <summary>The label in the language, else in another; null where there is none.</summary>
    /// <param name="labels">By language, or nothing at all.</param>
    public string? LabelOf(IReadOnlyList<string> labels) =>
        labels.Count == 0 ? null : Fallbacks.Prepend(language).Select(known => labels[(int)known].Trim()).FirstOrDefault(text => text.Length > 0);

    private static string VersionOf(IReadOnlyDictionary<Guid, ObjectName> asked)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (uuid, name) in asked.Where(pair => pair.Value.Published is not null).OrderBy(pair => pair.Key))
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{uuid:N}{name.Published!.Id} {name.Published.Name}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
