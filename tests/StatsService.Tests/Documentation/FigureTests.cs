using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using StatsService.Clients;
using StatsService.Functions.Http.Edge;
using StatsService.Ingestion;

namespace StatsService.Tests.Documentation;

/// <summary>Figures in the pages that stand in code or settings, too.</summary>
public sealed class FigureTests
{
    private static readonly StatsServiceOptions Service = new();

    public static TheoryData<string, string> Sentences => new()
    {
        { "docs/api.md", $"holds at most {Number(StatBatchReader.MaxStats)} stats" },
        { "docs/api.md", $"than {TokenHash.SafeLength} characters can be guessed" },
        { "docs/cli.md", $"has at least {TokenHash.SafeLength} characters" },
        { "docs/differences.md", $"more than {Number(StatBatchReader.MaxStats)} stats" },
        { "docs/differences.md", $"after {new AccessOptions().FailedKeysPerMinute} in a minute" },
        { "docs/differences.md", $"`RETENTION_MONTHS`, {Service.RetentionMonths} where nothing else is set" },
        { "docs/migration.md", $"`RETENTION_MONTHS` ({Service.RetentionMonths} where nothing else is set)" },
        { "docs/server.md", $"Bodies up to {Service.MaxRequestBytes / 1024 / 1024} MB are let through" },
        { "docs/deployment.md", $"{Service.MaxRequestBytes / 1024 / 1024} MiB on a server" },
        { "docs/deployment.md", $"The instance itself looks every {Minutes("PENDING_SCHEDULE")} minutes" },
        { "docs/deployment.md", $"asks each client's outbox every {Minutes("FORWARD_SCHEDULE")} minutes" },
        { "docs/operations.md", $"`MemoryMax` of the unit, {InFile("deploy/systemd/stats-service.service", @"MemoryMax=(\d+)M")} MB" },
        { "docs/operations.md", $"`azd up` creates {Word(Alerts)};" },
        { "docs/deployment.md", $"and {Word(Alerts)} alerts" },
        { "docs/server.md", $"each night, {Word(int.Parse(InFile("deploy/systemd/stats-service-backup.service", @"--keep (\d+)"), CultureInfo.InvariantCulture))} kept" },
    };

    private static int Alerts => Regex.Count(Text("infra/modules/alerts.bicep"), "^    query: ", RegexOptions.Multiline);

    [Theory, MemberData(nameof(Sentences))]
    public void A_page_says_what_the_code_does(string page, string sentence) =>
        Assert.Contains(sentence, Regex.Replace(Text(page), @"\s+", " "), StringComparison.Ordinal);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Word(int number) => number switch
    {
        4 => "four",
        5 => "five",
        6 => "six",
        30 => "thirty",
        _ => $"{number}",
    };

    private static string Minutes(string schedule)
    {
        using var sample = JsonDocument.Parse(Text("local.settings.sample.json"));
        return Regex.Match(sample.RootElement.GetProperty("Values").GetProperty(schedule).GetString()!, @"^0 \*/(\d+) \* \* \* \*$").Groups[1].Value;
    }

    private static string InFile(string file, string pattern) => Regex.Match(Text(file), pattern).Groups[1].Value;

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));
}
