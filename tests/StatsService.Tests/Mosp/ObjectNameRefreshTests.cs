using System.Net;
using StatsService.Mosp;
using StatsService.SampleData;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Mosp;

/// <summary>How MOSP is asked, and what becomes of it where it answers badly.</summary>
public sealed class ObjectNameRefreshTests(AzuriteFixture azurite)
{
    private static readonly SampleObject First = SampleThreats.All[0];
    private static readonly SampleObject Second = SampleThreats.All[1];

    [Fact]
    public async Task Each_object_is_asked_for_in_four_languages_and_four_at_once_at_most()
    {
        await using var world = NewWorld();
        await world.ReportAsync(SampleThreats.All);

        await world.RefreshAsync();

        Assert.Equal(SampleThreats.All.Count * 4, world.Mosp.Asked.Count);
        Assert.Equal(world.Mosp.Asked.Count, world.Mosp.Asked.Distinct().Count());
        Assert.InRange(world.Mosp.MostInFlight, 2, 4);
    }

    [Fact]
    public async Task What_is_published_is_asked_for_again_after_a_week_and_what_is_not_after_a_day()
    {
        await using var world = NewWorld();
        world.Mosp.Publishes = known => known == First;
        await world.ReportAsync(First, Second);

        await world.RefreshAsync();
        Assert.Equal(4, world.Misses.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
        world.Time.Advance(TimeSpan.FromDays(8));

        List<string> asked = [];
        for (var day = 0; day <= 14; day++)
        {
            world.Mosp.Forget();
            await world.RefreshAsync();
            await world.RefreshAsync();
            Assert.Equal(world.Mosp.Asked.Count, world.Mosp.Asked.Distinct().Count());
            asked.AddRange(world.Mosp.Asked.Where(question => question.EndsWith("FR", StringComparison.Ordinal)));
            world.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(3, asked.Count(question => question.StartsWith($"{First.Uuid}", StringComparison.Ordinal)));
        Assert.Equal(15, asked.Count(question => question.StartsWith($"{Second.Uuid}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_never_asked_for_comes_first_then_what_was_asked_for_longest_ago()
    {
        await using var world = NewWorld();
        await world.ReportAsync(First);
        await world.RefreshAsync();
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.ReportAsync(SampleThreats.All[2]);
        await world.RefreshAsync();
        world.Time.Advance(TimeSpan.FromDays(8));
        await world.ReportAsync(Second);
        world.Mosp.Forget();

        await world.RefreshAsync();

        // Of the four that are under way at once, any may arrive first.
        Assert.Equal(
            [$"{Second.Uuid}", $"{First.Uuid}", $"{SampleThreats.All[2].Uuid}"],
            world.Mosp.Asked.Index().GroupBy(question => question.Item.Split(' ')[0]).OrderBy(asked => asked.Average(question => question.Index)).Select(asked => asked.Key));
    }

    [Fact]
    public async Task A_run_that_takes_too_long_ends_and_the_next_goes_on()
    {
        await using var world = NewWorld();
        await world.ReportAsync(SampleThreats.All);
        world.Mosp.Publishes = _ =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(1.5));
            return true;
        };

        Assert.EndsWith("left for the next run.", await world.RefreshAsync(), StringComparison.Ordinal);
        Assert.InRange(world.Mosp.Asked.Distinct().Count(), 1, (SampleThreats.All.Count * 4) - 1);
        for (var runs = 0; world.Mosp.Asked.Distinct().Count() < SampleThreats.All.Count * 4; runs++)
        {
            Assert.InRange(runs, 0, 5);
            await world.RefreshAsync();
        }
    }

    [Theory]
    [InlineData("down")]
    [InlineData("refused")]
    [InlineData("slow")]
    [InlineData("HTML")]
    [InlineData("other JSON")]
    [InlineData("a list of rubbish")]
    [InlineData("huge")]
    [InlineData("another language")]
    public async Task A_MOSP_that_answers_badly_harms_nothing_and_is_logged_once_a_run(string fault)
    {
        await using var world = NewWorld();
        await world.ReportAsync(First);
        await world.RefreshAsync();
        world.Time.Advance(TimeSpan.FromDays(8));
        await world.ReportAsync(SampleThreats.All);
        world.Mosp.Forget();
        var logged = world.Logs.Lines.Count;
        world.Mosp.Instead = fault switch
        {
            "down" => () => Task.FromResult((HttpStatusCode.InternalServerError, "")),
            "refused" => () => Task.FromResult((HttpStatusCode.Unauthorized, """{"Error":"Unauthorized."}""")),
            "slow" => () =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult((HttpStatusCode.OK, """{"data":[]}"""));
            }
            ,
            "HTML" => () => Task.FromResult((HttpStatusCode.OK, "<html><body>Maintenance</body></html>")),
            "other JSON" => () => Task.FromResult((HttpStatusCode.OK, """{"data":{"id":1}}""")),
            "a list of rubbish" => () => Task.FromResult((HttpStatusCode.OK, """{"data":[null,1,[],{"id":"x","json_object":[]},{"id":1,"name":"\ud800","json_object":{"uuid":7}}]}""")),
            "huge" => () => Task.FromResult((HttpStatusCode.OK, $$"""{"data":[{"name":"{{new string('x', 2_000_000)}}"}]}""")),
            _ => null,
        };
        world.Mosp.AnswersIn = _ => "ES";

        var outcome = await world.RefreshAsync();

        var isAnswer = fault is "a list of rubbish" or "another language";
        Assert.Equal(isAnswer ? 0 : 1, world.Logs.Lines.Count - logged);
        Assert.DoesNotContain(world.Logs.Lines, line => line.Contains(MospWorld.Key, StringComparison.Ordinal));
        Assert.Contains(" 0 of them published", outcome, StringComparison.Ordinal);
        if (!isAnswer)
        {
            Assert.InRange(world.Mosp.Asked.Distinct().Count(), 5, 8);
            Assert.Equal(ScriptedMosp.NameOf(First, "fr"), await world.NameAsync(First, Language.French));
        }

        world.Mosp.Instead = null;
        world.Mosp.AnswersIn = language => language;
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.RefreshAsync();
        Assert.Equal(ScriptedMosp.NameOf(Second, "de"), await world.NameAsync(Second, Language.German));
    }

    [Theory]
    [InlineData("")]
    [InlineData("off")]
    public async Task A_MOSP_that_is_switched_off_is_not_asked(string url)
    {
        await using var world = new MospWorld(azurite.ConnectionString, azurite.NewPrefix(), url);
        await world.ReportAsync(First);

        Assert.Equal("MOSP is switched off.", await world.RefreshAsync());
        await Assert.ThrowsAsync<MospUnavailableException>(() => world.Catalogue.FindAsync(First.Uuid, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_administrator_learns_whether_an_object_is_published()
    {
        await using var world = NewWorld();
        world.Mosp.Publishes = known => known == First;
        world.Mosp.AnswersIn = _ => "EN";
        var cancellation = TestContext.Current.CancellationToken;

        var published = Assert.Single(await world.Catalogue.FindAsync(First.Uuid, null, cancellation));
        Assert.Equal((ScriptedMosp.IdOf(First), "EN"), (published.Id, published.Language));
        Assert.Empty(await world.Catalogue.FindAsync(Second.Uuid, null, cancellation));

        world.Mosp.Instead = () => Task.FromResult((HttpStatusCode.BadGateway, ""));
        await Assert.ThrowsAsync<MospUnavailableException>(() => world.Catalogue.FindAsync(First.Uuid, null, cancellation));
    }

    private MospWorld NewWorld() => new(azurite.ConnectionString, azurite.NewPrefix());
}
