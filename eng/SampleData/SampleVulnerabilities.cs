using System.Globalization;
using System.Text;

namespace StatsService.SampleData;

/// <summary>What an organisation is weak in: every weakness with every asset.</summary>
/// <remarks>
/// The assets are plurals and the templates ask for no case or gender that would change them, so each pair is
/// grammatical in each language: French "des" and "les", German genitive and accusative, Dutch "de".
/// </remarks>
public static class SampleVulnerabilities
{
    private static readonly string[][] Assets =
    [
        ["serveurs", "servers", "Server", "servers"],
        ["postes de travail", "workstations", "Arbeitsplatzrechner", "werkstations"],
        ["appareils mobiles", "mobile devices", "Mobilgeräte", "mobiele apparaten"],
        ["équipements réseau", "network devices", "Netzwerkgeräte", "netwerkapparaten"],
        ["applications métier", "business applications", "Fachanwendungen", "bedrijfsapplicaties"],
        ["bases de données", "databases", "Datenbanken", "databanken"],
        ["sauvegardes", "backups", "Datensicherungen", "back-ups"],
        ["comptes utilisateurs", "user accounts", "Benutzerkonten", "gebruikersaccounts"],
        ["dossiers papier", "paper files", "Papierakten", "papieren dossiers"],
        ["services en nuage", "cloud services", "Cloud-Dienste", "clouddiensten"],
        ["systèmes industriels", "industrial systems", "Industriesteuerungen", "industriële systemen"],
        ["supports amovibles", "removable media", "Wechseldatenträger", "verwisselbare media"],
    ];

    private static readonly CompositeFormat[][] Weaknesses =
    [
        Weakness("Absence d'inventaire des {0}", "No inventory of {0}", "Fehlendes Verzeichnis der {0}", "Geen inventaris van de {0}"),
        Weakness("Aucun responsable désigné pour les {0}", "Nobody in charge of {0}", "Keine verantwortliche Person für die {0}", "Geen verantwoordelijke voor de {0}"),
        Weakness("Droits d'accès aux {0} jamais revus", "Access rights to {0} never reviewed", "Zugriffsrechte auf die {0} nie überprüft", "Toegangsrechten tot de {0} nooit herzien"),
        Weakness("Utilisation des {0} non journalisée", "Use of {0} not logged", "Nutzung der {0} nicht protokolliert", "Gebruik van de {0} niet gelogd"),
        Weakness("Pas de règle d'utilisation des {0}", "No rules for using {0}", "Keine Regeln für die Nutzung der {0}", "Geen regels voor het gebruik van de {0}"),
        Weakness("Usage abusif des {0} détecté trop tard", "Misuse of {0} noticed too late", "Missbrauch der {0} zu spät bemerkt", "Misbruik van de {0} te laat opgemerkt"),
        Weakness("Personnel non formé à l'utilisation des {0}", "Staff not trained to use {0}", "Personal nicht für die Nutzung der {0} geschult", "Personeel niet opgeleid in het gebruik van de {0}"),
        Weakness("Un seul fournisseur pour les {0}", "A single supplier for {0}", "Nur ein Anbieter für die {0}", "Slechts één leverancier voor de {0}"),
        Weakness("Plan de continuité sans les {0}", "Continuity plan without {0}", "Notfallplan ohne die {0}", "Continuïteitsplan zonder de {0}"),
        Weakness("Pas de procédure de retrait des {0}", "No procedure for retiring {0}", "Kein Verfahren für die Stilllegung der {0}", "Geen procedure voor het afvoeren van de {0}"),
    ];

    public static IReadOnlyList<SampleObject> All { get; } =
        [.. from weakness in Weaknesses from asset in Assets select Vulnerability(weakness, asset)];

    private static CompositeFormat[] Weakness(params string[] templates) => [.. templates.Select(CompositeFormat.Parse)];

    private static SampleObject Vulnerability(CompositeFormat[] weakness, string[] asset)
    {
        string Name(int language) => string.Format(CultureInfo.InvariantCulture, weakness[language], asset[language]);
        return SampleObject.Named("vulnerability", Name(0), Name(1), Name(2), Name(3));
    }
}
