using System.Text.Json;

namespace StatsService.Tests.Documentation;

/// <summary><c>npm start</c> where Core Tools are installed, which a script stands in for that writes down what it is told.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task What_local_settings_lack_is_as_in_the_sample_and_the_environment_wins_over_both()
    {
        await using var shell = new ReadersShell();
        shell.Environment["PORT"] = $"{FreePort.Find()}";
        shell.Environment["MOSP_SCHEDULE"] = "of the environment";

        var told = await shell.RunAsync($$$"""
            cd {{{shell.Folder}}}
            mkdir -p node_modules/.bin
            cp {{{Repository.Root}}}/node_modules/.package-lock.json node_modules/
            cp -r {{{Repository.Root}}}/eng {{{Repository.Root}}}/local.settings.sample.json {{{Repository.Root}}}/package-lock.json .
            echo '{"Values": {"AzureWebJobsStorage__accountName": "other", "PENDING_SCHEDULE": "of the file", "MOSP_SCHEDULE": "of the file"}}' > local.settings.json
            printf '#!/bin/sh\n[ "$1" = --version ] || env\n' > node_modules/.bin/func
            chmod +x node_modules/.bin/func
            # It ends without having answered, which npm start calls a failure.
            ! node eng/start.mjs
            """);

        var settings = told.Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal)).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal("dotnet-isolated", settings["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Equal("0 30 2 * * *", settings["RECONCILE_SCHEDULE"]);
        Assert.Equal("of the file", settings["PENDING_SCHEDULE"]);
        Assert.Equal("of the environment", settings["MOSP_SCHEDULE"]);
        Assert.DoesNotContain("AzureWebJobsStorage", settings.Keys);
    }

    [Fact]
    public void Node_is_asked_for_in_the_versions_that_build_the_dashboard()
    {
        using var own = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "package.json")));
        using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "package-lock.json")));
        var packages = locked.RootElement.GetProperty("packages");

        Assert.Equal(NodeOf(packages.GetProperty("node_modules/vite")), NodeOf(own.RootElement));
        Assert.Equal(NodeOf(own.RootElement), NodeOf(packages.GetProperty("")));

        static string? NodeOf(JsonElement package) => package.GetProperty("engines").GetProperty("node").GetString();
    }
}
