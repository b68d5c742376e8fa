using System.IO.Compression;
using System.Text;

namespace StatsService.Tests.Functions;

public sealed class CompressionTests(StatsServiceFixture service) : IClassFixture<StatsServiceFixture>
{
    private static readonly string Anr = Guid.NewGuid().ToString();

    [Theory]
    [InlineData("/api/v1/stats/?type=threat")]
    [InlineData("/api/v1/stats/{anr}")]
    [InlineData("/api/v1/stats/processed/")]
    public async Task Lists_and_averages_are_compressed_for_whoever_accepts_it(string path)
    {
        var client = await service.App.RegisterAsync();
        (await client.PostAsync(Enumerable.Range(0, 300).Select(day => new PostedStat
        {
            Anr = Anr,
            Type = "threat",
            Date = PostedStat.Day(-day % 60),
            Data = PublicStatsData.Threats(1, Guid.NewGuid().ToString()),
        }))).Is(201);
        await Eventually.HoldsAsync(async () => (await ReadAsync(client, path, null)).Body.Length > 10_000);

        var plain = await ReadAsync(client, path, null);
        Assert.Null(plain.Encoding);
        foreach (var encoding in (string[])["br", "gzip", "deflate, gzip;q=0.5, br;q=1"])
        {
            var compressed = await ReadAsync(client, path, encoding);
            Assert.Equal(encoding == "gzip" ? "gzip" : "br", compressed.Encoding);
            Assert.True(compressed.Body.Length < plain.Body.Length / 2);
            await using Stream text = compressed.Encoding == "br"
                ? new BrotliStream(new MemoryStream(compressed.Body), CompressionMode.Decompress)
                : new GZipStream(new MemoryStream(compressed.Body), CompressionMode.Decompress);
            using var whole = new MemoryStream();
            await text.CopyToAsync(whole, TestContext.Current.CancellationToken);
            Assert.Equal(plain.Body, whole.ToArray());
        }

        Assert.Null((await ReadAsync(client, path, "br;q=0, gzip;q=0")).Encoding);
    }

    [Theory]
    [InlineData("/api/v1/stats/?type=risk")]
    [InlineData("/api/v1/client/me")]
    public async Task Small_answers_have_a_length_and_are_not_compressed(string path)
    {
        var client = await service.App.RegisterAsync();

        var answer = await ReadAsync(client, path, "br, gzip");

        Assert.Null(answer.Encoding);
        Assert.Equal(answer.Body.Length, answer.Length);
    }

    [Fact]
    public async Task An_answer_that_repeats_the_key_is_not_compressed_whatever_its_length()
    {
        var client = await service.App.RegisterAsync(name: string.Concat(Enumerable.Repeat("\U0001F600", 50)), token: StatsServiceApp.NewToken());

        Assert.Null((await ReadAsync(client, "/api/v1/client/me", "br, gzip")).Encoding);
    }

    private async Task<(string? Encoding, long? Length, byte[] Body)> ReadAsync(MonarcClient client, string path, string? accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path.Replace("{anr}", Anr, StringComparison.Ordinal));
        request.Headers.TryAddWithoutValidation("X-API-KEY", client.Token);
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        if (path.Contains("processed", StringComparison.Ordinal))
            request.Content = new StringContent("""{"type": "threat", "processor": "threat_average_on_date"}""", Encoding.UTF8, "application/json");
        using var response = await service.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        if (!path.Contains("client", StringComparison.Ordinal))
            Assert.Equal("Accept-Encoding", Assert.Single(response.Headers.Vary));
        return (
            response.Content.Headers.ContentEncoding.SingleOrDefault(),
            response.Content.Headers.ContentLength,
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
