using System.Diagnostics;
using System.Text.Json;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Cli;

public sealed class ToolTests(AzuriteFixture azurite)
{
    public static TheoryData<string> Commands =>
    [
        "client create", "client list", "client show", "client delete", "client activate", "client deactivate", "client rotate-token", "client sharing",
        "client coordinates set", "client coordinates unset", "list-last", "delete", "purge", "remove-duplicates", "push", "pull", "export", "import", "doctor", "backup", "restore", "mosp is-published",
        "totals verify", "totals rebuild", "storage init", "storage empty",
    ];

    [Theory, MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself(string command)
    {
        var help = (await Create().RunAsync([.. command.Split(' '), "--help"])).Is(0);

        Assert.Contains("Description:", help.Output);
        Assert.Contains(command.Split(' ')[^1], help.Output);
        Assert.Contains("--output", help.Output);
        Assert.Contains("--storage", help.Output);
    }

    [Theory]
    [InlineData("client")]
    [InlineData("client create")]
    [InlineData("client create x --unknown")]
    [InlineData("client sharing x maybe")]
    [InlineData("client coordinates set x 91 0")]
    [InlineData("client coordinates set x 0 NaN")]
    [InlineData("delete x")]
    [InlineData("delete x --from yesterday")]
    [InlineData("delete x --type weather")]
    [InlineData("delete x --anr 1")]
    [InlineData("import")]
    [InlineData("import file --clients a --stats b")]
    [InlineData("import --clients a")]
    [InlineData("mosp is-published")]
    [InlineData("mosp is-published 1")]
    [InlineData("nonsense")]
    public async Task What_is_no_command_is_a_misuse_and_explained(string command)
    {
        var misuse = (await Create().RunAsync(command.Split(' '))).Is(2);

        Assert.NotEmpty(misuse.Error);
    }

    [Theory]
    [InlineData("client delete nobody --yes")]
    [InlineData("client sharing nobody on")]
    [InlineData("client rotate-token nobody --yes")]
    [InlineData("purge nobody --yes")]
    [InlineData("export --client nobody")]
    [InlineData("import no-such-file")]
    public async Task What_is_refused_has_a_code_and_a_sentence(string command)
    {
        var refusal = (await Create().RunAsync(command.Split(' '))).Is(1);

        Assert.Empty(refusal.Output);
        Assert.Single(refusal.Error.TrimEnd().Split('\n'), line => !line.StartsWith("Storage: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no connection=string")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1:1")]
    public async Task A_storage_that_is_none_or_does_not_answer_is_said_in_a_sentence(string connection)
    {
        var refusal = (await new Tool(connection, "x").RunAsync("client", "list", "--output", "json")).Is(1);

        Assert.Empty(refusal.Output);
        Assert.Contains("--storage", refusal.Error);
        Assert.DoesNotContain("   at ", refusal.Error);
    }

    [Fact]
    public async Task The_storage_option_wins_over_the_settings()
    {
        var list = await new Tool("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1:1", azurite.NewPrefix())
            .RunAsync("client", "list", "--output", "json", "--storage", azurite.ConnectionString);

        Assert.Equal(0, list.Is(0).Json.GetArrayLength());
    }

    [Fact]
    public async Task The_program_reads_the_folder_s_settings_file_and_its_environment()
    {
        var prefix = azurite.NewPrefix();
        (await new Tool(azurite.ConnectionString, prefix).RunAsync("client", "create", "acme")).Is(0);
        var folder = Directory.CreateTempSubdirectory("tool");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "local.settings.json"),
            JsonSerializer.Serialize(new { Values = new Dictionary<string, string> { ["AzureWebJobsStorage"] = azurite.ConnectionString, ["STORAGE_PREFIX"] = "overruled" } }),
            TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("dotnet", [Tool.Program, "client", "list", "--output", "json"])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
        };
        start.Environment["STORAGE_PREFIX"] = prefix;
        start.Environment.Remove("AzureWebJobsStorage");

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("acme", JsonSerializer.Deserialize<JsonElement>(output)[0].GetProperty("name").GetString());
        Assert.Equal(0, process.ExitCode);
        folder.Delete(recursive: true);
    }

    private Tool Create() => new(azurite.ConnectionString, azurite.NewPrefix());
}
