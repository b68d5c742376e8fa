using StatsService.SampleData;

namespace StatsService.Tests.SampleData;

public sealed class SampleObjectTests
{
    public static TheoryData<IReadOnlyList<SampleObject>, int> Catalogues => new()
    {
        { SampleThreats.All, 30 },
        { SampleVulnerabilities.All, 100 },
    };

    [Theory]
    [MemberData(nameof(Catalogues))]
    public void Every_object_has_its_own_UUID_and_its_own_name_in_each_language(IReadOnlyList<SampleObject> objects, int least)
    {
        Assert.True(objects.Count >= least);
        Assert.Equal(objects.Count, objects.Select(known => known.Uuid).Distinct().Count());
        foreach (var language in (Func<SampleObject, string>[])[known => known.French, known => known.English, known => known.German, known => known.Dutch])
        {
            Assert.Equal(objects.Count, objects.Select(language).Distinct().Count());
            Assert.DoesNotContain(objects, known => language(known).Contains('{', StringComparison.Ordinal));
        }
    }

    [Fact]
    public void UUIDs_stay_as_they_are_and_are_of_version_8()
    {
        Assert.Equal(Guid.Parse("9759df22-65dc-8ea8-867e-f45a70b9165d"), SampleThreats.All[0].Uuid);
        Assert.All(SampleThreats.All.Concat(SampleVulnerabilities.All), known => Assert.Equal(8, known.Uuid.Version));
    }

    [Fact]
    public void Twelve_organisations_lie_around_Luxembourg_with_figures_of_their_own()
    {
        var organisations = SampleOrganisation.All;

        Assert.Equal(12, organisations.Count);
        Assert.Equal(12, organisations.Select(organisation => organisation.Name).Distinct().Count());
        Assert.Equal(12, organisations.Select(organisation => organisation.Seed).Distinct().Count());
        Assert.All(organisations, organisation =>
        {
            Assert.InRange(organisation.Latitude, 48.9, 51);
            Assert.InRange(organisation.Longitude, 5.3, 7.2);
            Assert.InRange(organisation.Anrs, 1, 20);
        });
    }
}
