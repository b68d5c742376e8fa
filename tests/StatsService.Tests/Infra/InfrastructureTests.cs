using System.Text.Json;

namespace StatsService.Tests.Infra;

[Collection<InfrastructureCollection>]
public sealed class InfrastructureTests(CompiledInfrastructure infrastructure)
{
    private const string Container = $"{StorageAccount}/blobServices/containers";
    private const string StorageAccount = "Microsoft.Storage/storageAccounts";

    [Fact]
    public void The_compiler_has_nothing_to_say() => Assert.Equal("", infrastructure.CompilerSays);

    [Fact]
    public void The_strict_linter_has_nothing_to_say() => Assert.Equal("", infrastructure.LinterSays);

    [Fact]
    public void Storage_takes_neither_keys_nor_old_TLS_nor_anonymous_readers()
    {
        var account = Properties(infrastructure.Plain.Only(StorageAccount));

        Assert.False(account.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(account.GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.True(account.GetProperty("supportsHttpsTrafficOnly").GetBoolean());
        Assert.Equal("TLS1_2", account.GetProperty("minimumTlsVersion").GetString());
        Assert.All(infrastructure.Plain.OfType(Container), container => Assert.Equal("None", Properties(container).GetProperty("publicAccess").GetString()));
    }

    [Fact]
    public void Exports_have_a_container_of_their_own_and_go_when_they_are_old()
    {
        Assert.Contains(infrastructure.Plain.OfType(Container), container => container.GetProperty("name").GetString()!.EndsWith("exports", StringComparison.Ordinal));
        Assert.Contains("'EXPORT_CONTAINER', 'exports'", infrastructure.Plain.AppSettings, StringComparison.Ordinal);
        var rule = Properties(infrastructure.Plain.Only($"{StorageAccount}/managementPolicies")).GetProperty("policy").GetProperty("rules")[0].GetProperty("definition");
        Assert.Equal("exports/", rule.GetProperty("filters").GetProperty("prefixMatch")[0].GetString());
        Assert.Equal(35, rule.GetProperty("actions").GetProperty("baseBlob").GetProperty("delete").GetProperty("daysAfterModificationGreaterThan").GetInt32());
    }

    [Fact]
    public void No_account_key_is_read_anywhere()
    {
        var template = infrastructure.Template.ToString();

        Assert.DoesNotContain("listKeys", template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey", template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sharedAccessSignature", template, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_app_runs_on_Flex_Consumption_with_NET_10_and_fetches_its_package_with_its_identity()
    {
        Assert.Equal("FC1", infrastructure.Plain.Only("Microsoft.Web/serverfarms").GetProperty("sku").GetProperty("name").GetString());
        var app = infrastructure.Plain.Only("Microsoft.Web/sites");
        Assert.Equal("api", app.GetProperty("tags").GetProperty("azd-service-name").GetString());
        Assert.Equal("UserAssigned", app.GetProperty("identity").GetProperty("type").GetString());
        var config = Properties(app).GetProperty("functionAppConfig");
        Assert.Equal("dotnet-isolated", config.GetProperty("runtime").GetProperty("name").GetString());
        Assert.Equal("10.0", config.GetProperty("runtime").GetProperty("version").GetString());
        Assert.Equal(
            "UserAssignedIdentity",
            config.GetProperty("deployment").GetProperty("storage").GetProperty("authentication").GetProperty("type").GetString());
    }

    [Fact]
    public void Always_ready_instances_are_bought_only_when_asked_for()
    {
        Assert.Empty(AlwaysReady(infrastructure.Plain));
        var ready = Assert.Single(AlwaysReady(infrastructure.Full));
        Assert.Equal("http", ready.GetProperty("name").GetString());

        static JsonElement.ArrayEnumerator AlwaysReady(Deployment deployment) =>
            Properties(deployment.Only("Microsoft.Web/sites")).GetProperty("functionAppConfig")
                .GetProperty("scaleAndConcurrency").GetProperty("alwaysReady").EnumerateArray();
    }

    [Fact]
    public void The_app_is_reached_over_HTTPS_only_and_published_to_without_passwords()
    {
        var app = Properties(infrastructure.Plain.Only("Microsoft.Web/sites"));
        Assert.True(app.GetProperty("httpsOnly").GetBoolean());
        Assert.Equal("1.2", app.GetProperty("siteConfig").GetProperty("minTlsVersion").GetString());
        var policies = infrastructure.Plain.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies").ToList();
        Assert.Equal(2, policies.Count);
        Assert.All(policies, policy => Assert.False(Properties(policy).GetProperty("allow").GetBoolean()));
    }

    [Theory]
    [InlineData("ftpsState")]
    [InlineData("linuxFxVersion")]
    [InlineData("netFrameworkVersion")]
    [InlineData("alwaysOn")]
    [InlineData("use32BitWorkerProcess")]
    public void Nothing_is_sent_that_Flex_Consumption_refuses(string property) =>
        Assert.False(Properties(infrastructure.Full.Only("Microsoft.Web/sites")).GetProperty("siteConfig").TryGetProperty(property, out _));

    [Fact]
    public void Telemetry_is_accepted_from_Entra_identities_alone() =>
        Assert.True(Properties(infrastructure.Plain.Only("Microsoft.Insights/components")).GetProperty("DisableLocalAuth").GetBoolean());

    [Fact]
    public void Without_a_network_storage_is_public_and_nothing_is_paid_for_a_network()
    {
        Assert.DoesNotContain(infrastructure.Plain.All, resource => Type(resource).StartsWith("Microsoft.Network/", StringComparison.Ordinal));
        Assert.Equal("Enabled", Properties(infrastructure.Plain.Only(StorageAccount)).GetProperty("publicNetworkAccess").GetString());
    }

    [Fact]
    public void In_a_network_storage_is_reached_through_private_endpoints_alone()
    {
        var account = Properties(infrastructure.Full.Only(StorageAccount));
        Assert.Equal("Disabled", account.GetProperty("publicNetworkAccess").GetString());
        Assert.Equal("Deny", account.GetProperty("networkAcls").GetProperty("defaultAction").GetString());
        var services = infrastructure.Full.OfType("Microsoft.Network/privateEndpoints")
            .Select(endpoint => Properties(endpoint).GetProperty("privateLinkServiceConnections")[0])
            .SelectMany(connection => connection.GetProperty("properties").GetProperty("groupIds").EnumerateArray())
            .Select(service => service.GetString());
        Assert.Equal(["blob", "queue", "table"], services.Order());
        Assert.Equal(3, infrastructure.Full.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count());
        var subnets = Properties(infrastructure.Full.Only("Microsoft.Network/virtualNetworks")).GetProperty("subnets");
        var app = Properties(subnets.EnumerateArray().Single(subnet => subnet.GetProperty("name").GetString() == "app"));
        Assert.Equal("Microsoft.App/environments", Properties(app.GetProperty("delegations")[0]).GetProperty("serviceName").GetString());
        Assert.True(app.TryGetProperty("natGateway", out _));
    }

    private static JsonElement Properties(JsonElement resource) => resource.GetProperty("properties");

    private static string Type(JsonElement resource) => resource.GetProperty("type").GetString()!;
}
