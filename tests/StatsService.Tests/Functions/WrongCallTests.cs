using System.Text;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

/// <summary>What callers do wrongly who see this API for the first time, and what they are told.</summary>
public sealed class WrongCallTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Each_is_told_what_is_wrong()
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        var client = await app.RegisterAsync();
        foreach (var (call, key, contentType, body, status, sentence) in WrongCalls.Kinds.SelectMany(kind => kind.Calls))
        {
            using var request = new HttpRequestMessage(new HttpMethod(call.Split(' ')[0]), call.Split(' ')[1]);
            if (key is not null)
                request.Headers.Add("X-API-KEY", key == "ADMIN" ? app.Admin.Token : key == "CLIENT" ? client.Token : key);
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, contentType!);
            using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal((call, body, status, sentence), (call, body, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }
    }
}
