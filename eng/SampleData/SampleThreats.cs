namespace StatsService.SampleData;

/// <summary>What may happen to an organisation.</summary>
public static class SampleThreats
{
    public static IReadOnlyList<SampleObject> All { get; } =
    [
        Threat("Incendie dans le bâtiment", "Fire in the building", "Brand im Gebäude", "Brand in het gebouw"),
        Threat("Inondation des locaux", "Flooded premises", "Überflutete Räume", "Overstroomde lokalen"),
        Threat("Tempête ou foudre", "Storm or lightning", "Sturm oder Blitzschlag", "Storm of blikseminslag"),
        Threat("Canicule prolongée", "Long heatwave", "Lange Hitzewelle", "Langdurige hittegolf"),
        Threat("Coupure de courant", "Power cut", "Stromausfall", "Stroomuitval"),
        Threat("Arrêt de la climatisation", "Air conditioning stops", "Stillstand der Klimaanlage", "Uitval van de airconditioning"),
        Threat("Rupture de la liaison Internet", "Loss of the Internet line", "Ausfall der Internetverbindung", "Verlies van de internetverbinding"),
        Threat("Défaillance d'un fournisseur essentiel", "A key supplier fails", "Ein wichtiger Lieferant fällt aus", "Een belangrijke leverancier valt weg"),
        Threat("Panne d'un serveur", "Server breakdown", "Serverausfall", "Serverstoring"),
        Threat("Usure des supports de données", "Worn-out storage media", "Verschleiß von Datenträgern", "Slijtage van gegevensdragers"),
        Threat("Saturation du réseau", "Network overload", "Überlastung des Netzwerks", "Overbelasting van het netwerk"),
        Threat("Erreur dans une mise à jour", "Faulty update", "Fehlerhafte Aktualisierung", "Foutieve update"),
        Threat("Mauvaise configuration", "Wrong configuration", "Falsche Konfiguration", "Verkeerde configuratie"),
        Threat("Suppression involontaire de données", "Data deleted by accident", "Versehentlich gelöschte Daten", "Per ongeluk gewiste gegevens"),
        Threat("Envoi au mauvais destinataire", "Message sent to the wrong person", "Versand an die falsche Person", "Bericht aan de verkeerde persoon gestuurd"),
        Threat("Perte d'un appareil portable", "Portable device left behind", "Verlust eines tragbaren Geräts", "Verlies van een draagbaar apparaat"),
        Threat("Vol de matériel", "Stolen hardware", "Gestohlene Hardware", "Gestolen hardware"),
        Threat("Vol de documents papier", "Stolen paper documents", "Gestohlene Papierunterlagen", "Gestolen papieren documenten"),
        Threat("Intrusion dans les locaux", "Break-in at the premises", "Einbruch in die Räume", "Inbraak in de lokalen"),
        Threat("Sabotage par un membre du personnel", "Sabotage by an insider", "Sabotage durch Innentäter", "Sabotage door een insider"),
        Threat("Hameçonnage", "Phishing", "Phishing-Angriff", "Phishing-aanval"),
        Threat("Rançongiciel", "Ransomware", "Erpressungstrojaner", "Gijzelsoftware"),
        Threat("Logiciel espion", "Spyware", "Spionagesoftware", "Spionagesoftware"),
        Threat("Attaque par déni de service", "Denial-of-service attack", "Überlastungsangriff", "Overbelastingsaanval"),
        Threat("Vol d'identifiants", "Stolen credentials", "Gestohlene Zugangsdaten", "Gestolen inloggegevens"),
        Threat("Usurpation de l'identité d'un dirigeant", "Impersonation of an executive", "Vorgetäuschte Anweisung der Geschäftsleitung", "Misbruik van de identiteit van een directielid"),
        Threat("Écoute des communications", "Intercepted communications", "Abgehörte Kommunikation", "Afgeluisterde communicatie"),
        Threat("Exploitation d'une faille non corrigée", "Exploit of an unpatched flaw", "Ausnutzung einer offenen Schwachstelle", "Misbruik van een ongepatcht lek"),
        Threat("Compromission de la chaîne d'approvisionnement", "Compromised supply chain", "Kompromittierte Lieferkette", "Gecompromitteerde toeleveringsketen"),
        Threat("Abus de droits d'accès", "Abused access rights", "Missbrauchte Zugriffsrechte", "Misbruikte toegangsrechten"),
        Threat("Publication de données confidentielles", "Confidential data made public", "Veröffentlichung vertraulicher Daten", "Openbaarmaking van vertrouwelijke gegevens"),
        Threat("Départ d'une personne clé", "Departure of a key person", "Weggang einer Schlüsselperson", "Vertrek van een sleutelpersoon"),
        Threat("Absence massive de personnel", "Mass staff absence", "Massenhafte Ausfälle beim Personal", "Massale afwezigheid van personeel"),
        Threat("Traitement illicite de données personnelles", "Unlawful use of personal data", "Rechtswidrige Nutzung personenbezogener Daten", "Onrechtmatig gebruik van persoonsgegevens"),
    ];

    private static SampleObject Threat(string french, string english, string german, string dutch) =>
        SampleObject.Named("threat", french, english, german, dutch);
}
