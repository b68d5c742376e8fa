using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace StatsService.Tests.Infra;

/// <summary>infra/main.bicep as the compiler sees it: the template, and what it would deploy with and without a network.</summary>
public sealed class CompiledInfrastructure : IAsyncLifetime
{
    /// <summary>A token that must appear in no resource and no output.</summary>
    public const string Token = "canary-0123456789abcdef0123456789abcdef";

    private const string Deployer = "11111111-1111-1111-1111-111111111111";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stats-infra-");

    public string CompilerSays { get; private set; } = "";

    public string LinterSays { get; private set; } = "";

    public JsonElement Template { get; private set; }

    /// <summary>Only what must be given, by a person.</summary>
    public Deployment Plain { get; private set; } = null!;

    /// <summary>With everything that can be switched on, by a service principal.</summary>
    public Deployment Full { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder.FullName, "main.json");
        CompilerSays = await RunAsync("build", MainFile, "--outfile", template);
        LinterSays = await RunAsync("lint", MainFile);
        Template = await ReadAsync(template);
        Plain = await PredictAsync("plain");
        Full = await PredictAsync(
            "full",
            $"param principalId = '{Deployer}'",
            "param principalType = 'ServicePrincipal'",
            $"param remoteStatsToken = '{Token}'",
            $"param mospToken = '{Token}'",
            "param mospUrl = 'off'",
            "param retentionMonths = 0",
            "param maxRequestBytes = 67108864",
            "param instanceMemoryMB = 4096",
            "param remoteStatsServer = 'https://dashboard.example.org'",
            "param trustedProxies = '192.0.2.7'",
            $"param extraSettings = {{ REMOTE_STATS_TOKENS__00000000000000000000000000000000: '{Token}' }}",
            "param alertEmail = 'operator@example.org'",
            "param alwaysReadyInstances = 1",
            "param vaultPurgeProtection = true",
            "param vaultRetentionDays = 90",
            "param vnetEnabled = true");
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string MainFile => Path.Combine(Repository.Root, "infra/main.bicep");

    /// <summary>The compiler of the NuGet package, which the build found.</summary>
    private static string BicepPath => typeof(CompiledInfrastructure).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "BicepPath").Value!;

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(BicepPath, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var said = await output + await error;
        Assert.True(process.ExitCode == 0, said);
        return said;
    }

    private async Task<Deployment> PredictAsync(string name, params string[] parameters)
    {
        var file = Path.Combine(folder.FullName, $"{name}.bicepparam");
        await File.WriteAllLinesAsync(file,
        [
            $"using '{Path.GetRelativePath(folder.FullName, MainFile).Replace('\\', '/')}'",
            "param environmentName = 'test'",
            "param location = 'westeurope'",
            $"param adminToken = '{Token}'",
            "param publicMinContributors = 3",
            .. parameters,
        ]);
        await RunAsync(
            "snapshot", file, "--mode", "overwrite", "--location", "westeurope", "--subscription-id", Guid.Empty.ToString());
        return new Deployment(await ReadAsync(Path.ChangeExtension(file, ".snapshot.json")));
    }

    private static async Task<JsonElement> ReadAsync(string file)
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        return document.RootElement.Clone();
    }
}

/// <summary>Compiles once for all who look at the result.</summary>
[CollectionDefinition]
public sealed class InfrastructureCollection : ICollectionFixture<CompiledInfrastructure>;

/// <summary>The resources that one set of parameters gives.</summary>
public sealed class Deployment(JsonElement snapshot)
{
    public string Text { get; } = snapshot.ToString();

    public IReadOnlyList<JsonElement> All { get; } = [.. snapshot.GetProperty("predictedResources").EnumerateArray()];

    public IEnumerable<JsonElement> OfType(string type) =>
        All.Where(resource => resource.GetProperty("type").GetString() == type);

    public JsonElement Only(string type) => OfType(type).Single();

    /// <summary>App settings hold values that only Azure knows, so they stay one expression.</summary>
    public string AppSettings => Only("Microsoft.Web/sites/config").GetProperty("properties").GetString()!;
}
