namespace StatsService.SampleData;

/// <summary>An invented organisation with a front office of its own.</summary>
/// <param name="Name">The client's name.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Seed">Gives <see cref="SampleFrontOffice"/> the organisation's own figures.</param>
/// <param name="Anrs">How many risk analyses it keeps.</param>
/// <param name="Days">For how many days to today it has sent statistics, where that is less than all are asked for.</param>
public sealed record SampleOrganisation(string Name, double Latitude, double Longitude, int Seed, int Anrs, int Days = int.MaxValue)
{
    /// <summary>Twelve organisations in Luxembourg and around it; four of them joined later than the others.</summary>
    public static IReadOnlyList<SampleOrganisation> All { get; } =
    [
        new("Alzette Assurances", 49.6116, 6.1319, 101, 5),
        new("Commune de Kellerbach", 49.4958, 5.9806, 102, 3),
        new("Clinique Sainte-Odrade", 49.8475, 6.0999, 103, 6),
        new("Lycée du Moulin Bleu", 49.8136, 6.4178, 104, 2),
        new("Fiduciaire Belhaff", 49.6333, 6.2667, 105, 3),
        new("Hollerbusch Logistik", 50.0547, 6.0281, 106, 4),
        new("Moselweinbund Trierland", 49.7490, 6.6371, 107, 2),
        new("Stahlbau Hollerweg", 49.2402, 6.9969, 108, 4, Days: 250),
        new("Hôpital des Trois Ponts", 49.1193, 6.1757, 109, 5, Days: 250),
        new("Imprimerie Val de Chiers", 49.5219, 5.7606, 110, 2),
        new("Semois Énergie", 49.6833, 5.8167, 111, 3, Days: 75),
        new("Maasgoed Coöperatie", 50.8514, 5.6910, 112, 4, Days: 75),
    ];
}
