using System.Text.Json;
using CsCheck;

namespace StatsService.Tests.Functions;

public sealed class RoundTripTests(StatsServiceFixture service) : IClassFixture<StatsServiceFixture>
{
    private const int Batches = 30;

    [Fact]
    public async Task Any_JSON_document_comes_back_byte_for_byte_in_every_answer() =>
        await JsonDocuments.Any.Array[1, 8].SampleAsync(
            async documents =>
            {
                var client = await service.App.RegisterAsync();
                var anr = Guid.NewGuid().ToString();
                // Of one ANR and of others, of one type and day and of others, so that some share a sheet.
                PostedStat[] stats =
                [
                    .. documents.Select((data, number) => new PostedStat
                    {
                        Anr = number % 2 == 0 ? anr : Guid.NewGuid().ToString(), Type = number % 3 == 0 ? "risk" : "threat", Date = PostedStat.Day(-(number % 2)), Data = data,
                    }),
                ];
                var sent = stats.ToDictionary(stat => stat.Uuid!, stat => stat.Data);

                var echo = (await client.PostAsync(stats)).Is(201);
                var lists = await Task.WhenAll(((string[])["risk", "threat"]).Select(type => client.ListAsync(new { type })));
                var last = await Task.WhenAll(((string[])["risk", "threat"]).Select(type => client.ListAsync(new { type, get_last = true })));

                Assert.Equal(sent, echo.DataByUuid);
                Assert.Equal(sent, lists.SelectMany(list => list.Is(200).DataByUuid).ToDictionary());
                Assert.Equal(Of(anr), (await client.GetAsync($"stats/{anr}")).Is(200).DataByUuid);
                Assert.All(last.SelectMany(list => list.Is(200).DataByUuid), stat => Assert.Equal(sent[stat.Key], stat.Value));
                Assert.Equal(stats.Select(stat => (stat.Anr, stat.Type)).Distinct().Count(), last.Sum(list => list.Stats.Count));

                Dictionary<string, string> Of(string one) => stats.Where(stat => stat.Anr == one).ToDictionary(stat => stat.Uuid!, stat => stat.Data);
            },
            iter: Batches,
            threads: 1,
            print: documents => JsonSerializer.Serialize(documents)[..200]);

    [Fact]
    public async Task A_mask_into_documents_never_breaks_the_answer() =>
        await JsonDocuments.Any.SampleAsync(
            async document =>
            {
                var client = await service.App.RegisterAsync();
                (await client.PostAsync(new PostedStat { Data = document })).Is(201);

                foreach (var mask in (string[])["data{data{a}}", "data{data{*}}", "{data{data{null{a}}}}", "data{data}"])
                {
                    var answer = await client.SendAsync("GET", "stats/", new { type = "cartography" }, request => request.Headers.Add("X-Fields", mask));
                    Assert.Single(answer.Is(200).Stats);
                }
            },
            iter: Batches,
            threads: 1);
}
