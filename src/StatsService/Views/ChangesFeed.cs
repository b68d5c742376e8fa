using System.Globalization;
using System.Text;
using System.Xml;
using StatsService.Answers;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Views;

/// <summary>What changed from month to month, as an Atom feed (RFC 4287): which threats and vulnerabilities have other places by their mean rate.</summary>
public sealed class ChangesFeed(PublicTotals totals, ObjectNames names, FinishedAnswers answers, TimeProvider time)
{
    /// <summary>How many months are told of: with the one before them, six of each of two types are what an answer may read.</summary>
    private const int Months = 5;

    private const int Most = 10;
    private const string Atom = "http://www.w3.org/2005/Atom";

    private static readonly (StatType Type, string Page)[] Types = [(StatType.Threat, "threats"), (StatType.Vulnerability, "vulnerabilities")];

    private static readonly Dictionary<Language, FeedTexts> Texts = new()
    {
        [Language.English] = new("Changes from month to month", "Threats", "Vulnerabilities", "By the mean rate over the month; the place of the month before stands first.", "new"),
        [Language.French] = new("Changements d’un mois à l’autre", "Menaces", "Vulnérabilités", "Selon le taux moyen sur le mois ; la place du mois précédent est indiquée en premier.", "nouveau"),
        [Language.German] = new("Änderungen von Monat zu Monat", "Bedrohungen", "Schwachstellen", "Nach dem mittleren Wert des Monats; zuerst steht der Platz des Monats davor.", "neu"),
        [Language.Dutch] = new("Veranderingen van maand tot maand", "Bedreigingen", "Kwetsbaarheden", "Volgens de gemiddelde waarde van de maand; eerst staat de plaats van de maand ervoor.", "nieuw"),
    };

    /// <returns>XML; its links are relative to its own address, <c>data/changes.atom</c>.</returns>
    public async ValueTask<FinishedAnswer> GetAsync(Language language, CancellationToken cancellationToken)
    {
        var known = await names.ReadAsync(language, cancellationToken);
        var end = Month.Of(PublicDays.Today(time)).FirstDay.AddDays(-1);
        var from = Month.Of(end).FirstDay.AddMonths(-Months);
        var versions = await Task.WhenAll(Types.Select(type => totals.ReadVersionAsync(type.Type, from, end, cancellationToken)));
        var version = $"{string.Join('/', versions)}/{known.Version}";
        return await answers.GetAsync((nameof(ChangesFeed), language, end), version, async () => Render(version, language, known, await ReadAsync(from, end, cancellationToken)), cancellationToken);
    }

    private async Task<IReadOnlyList<Change>> ReadAsync(DateOnly from, DateOnly end, CancellationToken cancellationToken)
    {
        var changes = new List<Change>();
        foreach (var (type, page) in Types)
        {
            var days = (await totals.ReadAsync(type, from, end, cancellationToken)).Days;
            var months = days.GroupBy(day => Month.Of(day.Date)).ToDictionary(month => month.Key, month => Period.SumOf([.. month]));
            changes.AddRange(
                from month in months
                where months.ContainsKey(Month.Of(month.Key.FirstDay.AddDays(-1)))
                select new Change(month.Key, type, page, months[Month.Of(month.Key.FirstDay.AddDays(-1))], month.Value, days));
        }

        return [.. changes.OrderByDescending(change => change.Month).ThenBy(change => change.Type)];
    }

    private FinishedAnswer Render(string version, Language language, NamesInLanguage known, IReadOnlyList<Change> changes)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = false }))
        {
            var texts = Texts[language];
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xml", "lang", null, language.Code());
            xml.WriteElementString("title", Atom, $"Stats Service: {texts.Title}");
            xml.WriteElementString("id", Atom, $"urn:stats-service:changes:{language.Code()}");
            xml.WriteElementString("updated", Atom, Time(changes.Count > 0 ? changes[0].Month : Month.Of(PublicDays.Today(time).AddMonths(-1))));
            WriteLink(xml, "self", $"changes.atom?language={language.Code()}");
            WriteLink(xml, "alternate", "../");
            xml.WriteStartElement("author", Atom);
            xml.WriteElementString("name", Atom, "Stats Service");
            xml.WriteEndElement();
            foreach (var change in changes)
                WriteEntry(xml, language, texts, known, change);
            xml.WriteEndElement();
        }

        return new FinishedAnswer(version, changes.Count > 0, stream.ToArray());
    }

    private static void WriteEntry(XmlWriter xml, Language language, FeedTexts texts, NamesInLanguage known, Change change)
    {
        var month = $"{change.Month.Year:D4}-{change.Month.Number:D2}";
        xml.WriteStartElement("entry", Atom);
        xml.WriteElementString("title", Atom, $"{(change.Type == StatType.Threat ? texts.Threats : texts.Vulnerabilities)}, {month}");
        xml.WriteElementString("id", Atom, $"urn:stats-service:changes:{language.Code()}:{change.Page}:{month}");
        xml.WriteElementString("updated", Atom, Time(change.Month));
        WriteLink(xml, "alternate", $"../?show={change.Page}");
        xml.WriteStartElement("content", Atom);
        xml.WriteAttributeString("type", "xhtml");
        const string xhtml = "http://www.w3.org/1999/xhtml";
        xml.WriteStartElement("div", xhtml);
        xml.WriteElementString("p", xhtml, texts.Explained);
        xml.WriteStartElement("ul", xhtml);
        var told = new ViewNames(known, change.Days);
        foreach (var (uuid, sums, before, now) in MovedMost(change))
        {
            xml.WriteStartElement("li", xhtml);
            xml.WriteStartElement("a", xhtml);
            xml.WriteAttributeString("href", $"../{change.Page}/{uuid:D}");
            xml.WriteString(Printable(told.Find(uuid, sums)?.Name ?? $"{uuid:D}"));
            xml.WriteEndElement();
            xml.WriteString(string.Create(CultureInfo.InvariantCulture, $": {before?.ToString(CultureInfo.InvariantCulture) ?? texts.New} → {now}"));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Those that lie furthest from where they were, in the order of their places.</summary>
    private static IEnumerable<(Guid Uuid, Sums Sums, int? Before, int Now)> MovedMost(Change change)
    {
        var before = change.Before.InOrder(Measure.AverageRate).Index().ToDictionary(one => one.Item.Key, one => one.Index + 1);
        return change.Now.InOrder(Measure.AverageRate).Index()
            .Select(one => (Uuid: one.Item.Key, Sums: one.Item.Value, Before: before.TryGetValue(one.Item.Key, out var place) ? place : (int?)null, Now: one.Index + 1))
            .Where(one => one.Before != one.Now)
            .OrderByDescending(one => one.Before is { } place ? Math.Abs(place - one.Now) : int.MaxValue).ThenBy(one => one.Now)
            .Take(Most)
            .OrderBy(one => one.Now);
    }

    private static void WriteLink(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    /// <summary>A name may hold what no XML can.</summary>
    private static string Printable(string name) => string.Concat(name.Where(XmlConvert.IsXmlChar));

    /// <summary>When a month was over.</summary>
    private static string Time(Month month) => $"{month.LastDay.AddDays(1):yyyy-MM-dd}T00:00:00Z";

    /// <param name="Days">What the names rest on.</param>
    private sealed record Change(Month Month, StatType Type, string Page, Tally Before, Tally Now, IReadOnlyList<DayTally> Days);

    private sealed record FeedTexts(string Title, string Threats, string Vulnerabilities, string Explained, string New);
}
