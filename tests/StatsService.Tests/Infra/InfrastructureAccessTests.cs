using System.Text.Json;

namespace StatsService.Tests.Infra;

/// <summary>Who may do what, and where secrets go.</summary>
[Collection<InfrastructureCollection>]
public sealed class InfrastructureAccessTests(CompiledInfrastructure infrastructure)
{
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
    };

    private static readonly string[] OfTheIdentity =
    [
        "components: Monitoring Metrics Publisher, ServicePrincipal",
        "storageAccounts: Storage Blob Data Owner, ServicePrincipal",
        "storageAccounts: Storage Queue Data Contributor, ServicePrincipal",
        "storageAccounts: Storage Table Data Contributor, ServicePrincipal",
        "vaults: Key Vault Secrets User, ServicePrincipal",
    ];

    [Fact]
    public void The_identity_has_these_roles_and_no_others() => Assert.Equal(OfTheIdentity, Assignments(infrastructure.Plain));

    [Fact]
    public void Whoever_deploys_may_work_on_the_data_with_the_stats_tool() => Assert.Equal(
        OfTheIdentity.Concat(
        [
            "storageAccounts: Storage Blob Data Contributor, ServicePrincipal",
            "storageAccounts: Storage Queue Data Contributor, ServicePrincipal",
            "storageAccounts: Storage Table Data Contributor, ServicePrincipal",
        ]).Order(StringComparer.Ordinal),
        Assignments(infrastructure.Full));

    [Theory]
    [InlineData("AzureWebJobsStorage__credential', 'managedidentity'")]
    [InlineData("AzureWebJobsStorage__clientId'")]
    [InlineData("AzureWebJobsStorage__blobServiceUri'")]
    [InlineData("AzureWebJobsStorage__queueServiceUri'")]
    [InlineData("AzureWebJobsStorage__tableServiceUri'")]
    [InlineData("AZURE_CLIENT_ID'")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING'")]
    [InlineData("ClientId={0};Authorization=AAD'")]
    [InlineData("AzureWebJobsDisableHomepage', 'true'")]
    [InlineData("CLIENT_REGISTRATION_OPEN', 'value', 'True'")]
    [InlineData("REMOTE_STATS_SERVER', 'value', 'https://dashboard.example.org'")]
    [InlineData("INSTANCE_URL'")]
    [InlineData("TRUSTED_PROXIES', 'value', '127.0.0.0/8,::1,192.0.2.7'")]
    public void The_app_is_told(string setting) =>
        Assert.Contains(setting, infrastructure.Full.AppSettings, StringComparison.Ordinal);

    [Theory]
    [InlineData("ADMIN_TOKEN", "admin")]
    [InlineData("REMOTE_STATS_TOKEN", "remoteStats")]
    [InlineData("MOSP_TOKEN", "mosp")]
    public void A_token_is_named_with_its_version_so_that_a_changed_one_reaches_the_app_at_once(string setting, string secret)
    {
        Assert.Matches($@"'{setting}'[^@]*@Microsoft\.KeyVault\(SecretUri=\{{0}}\)[^@]*\.outputs\.{secret}TokenUri", infrastructure.Full.AppSettings);
        var output = Assert.Single(Outputs(infrastructure.Template), output => output.Name == $"{secret}TokenUri").Value.GetProperty("value").GetString();
        Assert.Contains($"reference('vault::{secret}'", output, StringComparison.Ordinal);
        Assert.Contains("secretUriWithVersion", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Further_settings_win_over_all_others_and_are_as_secret_as_the_tokens()
    {
        Assert.EndsWith(", parameters('extraSettings'))]", infrastructure.Full.AppSettings, StringComparison.Ordinal);
        var declared = Templates(infrastructure.Template)
            .SelectMany(template => template.GetProperty("parameters").EnumerateObject())
            .Where(parameter => parameter.Name == "extraSettings")
            .ToList();

        Assert.Equal(2, declared.Count);
        Assert.All(declared, parameter => Assert.Equal("secureObject", parameter.Value.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("AzureWebJobsStorage'")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("FUNCTIONS_EXTENSION_VERSION")]
    [InlineData("WEBSITE_RUN_FROM_PACKAGE")]
    [InlineData("WEBSITE_CONTENT")]
    [InlineData("WEBSITE_TIME_ZONE")]
    public void The_app_has_no_setting_that_Flex_Consumption_does_not_take_and_no_connection_string(string setting) =>
        Assert.DoesNotContain(setting, infrastructure.Full.AppSettings, StringComparison.Ordinal);

    [Fact]
    public void A_token_goes_into_the_vault_and_shows_nowhere_else()
    {
        Assert.DoesNotContain(CompiledInfrastructure.Token, infrastructure.Plain.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(CompiledInfrastructure.Token, infrastructure.Full.Text, StringComparison.Ordinal);
        Assert.Equal(3, infrastructure.Full.OfType("Microsoft.KeyVault/vaults/secrets").Count());
    }

    [Fact]
    public void Every_token_is_a_secure_parameter_in_every_module_it_passes()
    {
        var tokens = Templates(infrastructure.Template)
            .SelectMany(template => template.GetProperty("parameters").EnumerateObject())
            .Where(parameter => parameter.Name.EndsWith("Token", StringComparison.Ordinal))
            .ToList();

        Assert.Equal(6, tokens.Count);
        Assert.All(tokens, token => Assert.Equal("securestring", token.Value.GetProperty("type").GetString()));
    }

    [Fact]
    public void No_output_carries_a_secret()
    {
        var outputs = Outputs(infrastructure.Template).ToList();

        Assert.NotEmpty(outputs);
        Assert.All(outputs, output => Assert.DoesNotMatch("(?i)token|connectionstring|instrumentationkey|list[a-z]*\\(", output.Value.ToString()));
    }

    private static List<string> Assignments(Deployment deployment) =>
    [
        .. deployment.OfType("Microsoft.Authorization/roleAssignments").Select(assignment =>
        {
            var scope = assignment.GetProperty("id").GetString()!.Split("/providers/")[^2].Split('/')[1];
            var properties = assignment.GetProperty("properties");
            var role = properties.GetProperty("roleDefinitionId").GetString()!.Split('/')[^1];
            return $"{scope}: {Roles[role]}, {properties.GetProperty("principalType").GetString()}";
        }).Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<JsonProperty> Outputs(JsonElement main) => Templates(main)
        .Where(template => template.TryGetProperty("outputs", out _))
        .SelectMany(template => template.GetProperty("outputs").EnumerateObject());

    /// <summary>The main template and the one of each module.</summary>
    private static IEnumerable<JsonElement> Templates(JsonElement main) => main.GetProperty("resources").EnumerateObject()
        .Select(resource => resource.Value)
        .Where(resource => resource.GetProperty("type").GetString() == "Microsoft.Resources/deployments")
        .Select(module => module.GetProperty("properties").GetProperty("template"))
        .Prepend(main);
}
