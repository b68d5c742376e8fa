using System.Text.Json;

namespace StatsService.Tests.Infra;

/// <summary>What azd passes in, and what tells the operator.</summary>
[Collection<InfrastructureCollection>]
public sealed class InfrastructureOperationTests(CompiledInfrastructure infrastructure)
{
    [Theory]
    [InlineData("requests", 5)]
    [InlineData("stats_aggregation_failed", 0)]
    [InlineData("stats_aggregation_oldest_pending_seconds", 3600)]
    [InlineData("stats_forwarding_stopped", 0)]
    [InlineData("stats_forwarding_oldest_seconds", 86400)]
    [InlineData("stats_total_differences", 0)]
    public void An_alert_watches(string source, double threshold)
    {
        var alert = Assert.Single(Alerts(infrastructure.Full), alert => Condition(alert).GetProperty("query").GetString()!.Contains(source, StringComparison.Ordinal));

        Assert.True(alert.GetProperty("enabled").GetBoolean());
        Assert.Equal(threshold, Condition(alert).GetProperty("threshold").GetDouble());
    }

    [Fact]
    public void Alerts_are_mailed_to_the_address_that_was_given()
    {
        var receivers = infrastructure.Full.Only("Microsoft.Insights/actionGroups").GetProperty("properties").GetProperty("emailReceivers");
        Assert.Equal("operator@example.org", receivers[0].GetProperty("emailAddress").GetString());
        Assert.All(Alerts(infrastructure.Full), alert => Assert.Equal(1, Receivers(alert)));
    }

    [Fact]
    public void Without_an_address_alerts_are_raised_all_the_same()
    {
        Assert.Empty(infrastructure.Plain.OfType("Microsoft.Insights/actionGroups"));
        Assert.Equal(6, Alerts(infrastructure.Plain).Count());
        Assert.All(Alerts(infrastructure.Plain), alert => Assert.Equal(0, Receivers(alert)));
    }

    [Fact]
    public async Task Azd_passes_every_parameter_and_asks_only_for_place_name_key_and_how_many_an_average_rests_on()
    {
        using var file = JsonDocument.Parse(await ReadAsync("infra/main.parameters.json"));
        var passed = file.RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name);
        var declared = infrastructure.Template.GetProperty("parameters").EnumerateObject().ToList();

        Assert.Equal(declared.Select(parameter => parameter.Name).Order(), passed.Order());
        Assert.Equal(
            ["adminToken", "environmentName", "location", "publicMinContributors"],
            declared.Where(parameter => !parameter.Value.TryGetProperty("defaultValue", out _)).Select(parameter => parameter.Name).Order());
    }

    [Theory]
    [InlineData("PENDING_SCHEDULE")]
    [InlineData("RECONCILE_SCHEDULE")]
    [InlineData("FORWARD_SCHEDULE")]
    [InlineData("MOSP_SCHEDULE")]
    [InlineData("HOUSEKEEPING_SCHEDULE")]
    [InlineData("EXPORT_SCHEDULE")]
    public async Task A_schedule_is_the_same_in_Azure_on_a_server_and_on_a_developers_machine(string name)
    {
        using var local = JsonDocument.Parse(await ReadAsync("local.settings.sample.json"));
        var schedule = local.RootElement.GetProperty("Values").GetProperty(name).GetString()!;

        Assert.Contains($"'{name}', '{schedule}'", infrastructure.Plain.AppSettings, StringComparison.Ordinal);
        // A company's server takes its defaults from the same sample.
        Assert.DoesNotContain(name, await ReadAsync("deploy/debian/stats-service.env"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MOSP_URL", "https://objects.monarc.lu", "off")]
    [InlineData("RETENTION_MONTHS", "36", "0")]
    public void What_is_switched_off_is_off_and_not_left_to_the_services_default(string name, string value, string off)
    {
        Assert.Contains($"'key', '{name}', 'value', '{value}'", infrastructure.Plain.AppSettings, StringComparison.Ordinal);
        Assert.Contains($"'key', '{name}', 'value', '{off}'", infrastructure.Full.AppSettings, StringComparison.Ordinal);
    }

    [Fact]
    public void Bodies_are_smaller_on_the_host_which_holds_each_twice()
    {
        Assert.Contains("'key', 'MAX_REQUEST_BYTES', 'value', '16777216'", infrastructure.Plain.AppSettings, StringComparison.Ordinal);
        Assert.Contains("'key', 'MAX_REQUEST_BYTES', 'value', '67108864'", infrastructure.Full.AppSettings, StringComparison.Ordinal);
        Assert.Equal([2048, 4096], ((Deployment[])[infrastructure.Plain, infrastructure.Full]).Select(Memory));

        static int Memory(Deployment deployment) => deployment.Only("Microsoft.Web/sites").GetProperty("properties").GetProperty("functionAppConfig")
            .GetProperty("scaleAndConcurrency").GetProperty("instanceMemoryMB").GetInt32();
    }

    [Fact]
    public void Resources_carry_the_environments_name() => Assert.All(
        infrastructure.Full.All.Where(resource => resource.TryGetProperty("location", out _)),
        resource => Assert.Equal("test", resource.GetProperty("tags").GetProperty("azd-env-name").GetString()));

    [Fact]
    public async Task The_deployment_s_page_names_every_parameter_with_its_default()
    {
        using var file = JsonDocument.Parse(await ReadAsync("infra/main.parameters.json"));
        var page = await ReadAsync("docs/deployment.md");
        foreach (var parameter in file.RootElement.GetProperty("parameters").EnumerateObject().Where(parameter => !parameter.Value.GetRawText().Contains("${AZURE_", StringComparison.Ordinal)))
        {
            var name = parameter.Value.GetProperty("value").GetString()![2..^1];
            var cells = Assert.Single(page.Split('\n'), line => line.StartsWith("| ", StringComparison.Ordinal) && line.Split('|')[1].Contains($"`{name}`", StringComparison.Ordinal)).Split('|');
            var place = Array.FindIndex(cells[1].Split(','), known => known.Trim() == $"`{name}`");
            var written = cells[2].Split(',') is var several && several.Length == cells[1].Split(',').Length ? several[place] : cells[2];
            Assert.Equal((name, Default(parameter.Name)), (name, written.Trim().Trim('`')));
        }

        string Default(string parameter) =>
            !infrastructure.Template.GetProperty("parameters").GetProperty(parameter).TryGetProperty("defaultValue", out var value) ? "asked for"
            : parameter == "instanceUrl" ? "the app's own address"
            : value.ToString() is { Length: > 0 } text ? (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? text.ToLowerInvariant() : text)
            : "none";
    }

    [Fact]
    public async Task Each_alert_has_its_chapter_among_those_for_operators()
    {
        var page = await ReadAsync("docs/operations.md");

        Assert.All(Alerts(infrastructure.Full), alert => Assert.Contains($"\n### {alert.GetProperty("displayName").GetString()!.Replace("Stats Service: ", "", StringComparison.Ordinal)}\n", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_vault_is_protected_for_as_long_as_was_asked_for()
    {
        var (plain, full) = (Vault(infrastructure.Plain), Vault(infrastructure.Full));

        Assert.False(plain.TryGetProperty("enablePurgeProtection", out var missing) && missing.ValueKind != JsonValueKind.Null);
        Assert.Equal(7, plain.GetProperty("softDeleteRetentionInDays").GetInt32());
        Assert.True(full.GetProperty("enablePurgeProtection").GetBoolean());
        Assert.Equal(90, full.GetProperty("softDeleteRetentionInDays").GetInt32());

        static JsonElement Vault(Deployment deployment) => deployment.Only("Microsoft.KeyVault/vaults").GetProperty("properties");
    }

    private static Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(Repository.Root, file), TestContext.Current.CancellationToken);

    private static IEnumerable<JsonElement> Alerts(Deployment deployment) =>
        deployment.OfType("Microsoft.Insights/scheduledQueryRules").Select(rule => rule.GetProperty("properties"));

    private static JsonElement Condition(JsonElement alert) => alert.GetProperty("criteria").GetProperty("allOf")[0];

    private static int Receivers(JsonElement alert) => alert.GetProperty("actions").GetProperty("actionGroups").GetArrayLength();
}
