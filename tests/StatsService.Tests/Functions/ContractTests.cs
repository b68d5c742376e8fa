using System.Text;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

public sealed class ContractTests(AzuriteFixture azurite)
{
    // What is computed in the background may follow this much later than the last write.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task The_recorded_conversation_is_answered_as_recorded()
    {
        const string adminToken = "admin-token-0000000000000000";
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), null, $"ADMIN_TOKEN={adminToken}");
        var tokens = new Dictionary<string, string> { ["admin"] = adminToken, ["a"] = "client-a-token", ["b"] = "client-b-token" };
        var admin = new MonarcClient(app.Http, adminToken);
        foreach (var name in (string[])["a", "b"])
            (await admin.SendAsync("POST", "client/", new { name = $"client-{name}", is_sharing_enabled = true, token = tokens[name] })).Is(201);

        var report = new StringBuilder();
        var steps = RecordedStep.ReadAll(DateOnly.FromDateTime(DateTime.UtcNow));
        var settled = DateTime.UtcNow;
        foreach (var step in steps)
        {
            if (step.IsWrite)
                settled = DateTime.UtcNow + Settling;
            if (await ReplayAsync(app.Http, step, tokens, settled) is { } problem)
                report.AppendLine($"{step.Name}  {step.Call}: {problem}");
        }

        Assert.Equal(388, steps.Count);
        Assert.True(report.Length == 0, report.ToString());
    }

    private static async Task<string?> ReplayAsync(HttpClient http, RecordedStep step, IReadOnlyDictionary<string, string> tokens, DateTime settled)
    {
        while (true)
        {
            using var request = step.CreateRequest(tokens);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = await Answer.ReadAsync(response, TestContext.Current.CancellationToken);
            var problem = step.Expected is { } expected ? RecordedExpectation.Check(expected, answer) : null;
            if (problem is null || !step.IsEventual || DateTime.UtcNow > settled)
                return problem;
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
