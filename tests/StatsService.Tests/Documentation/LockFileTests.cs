using System.Text.Json;
using System.Text.RegularExpressions;

namespace StatsService.Tests.Documentation;

/// <summary>The packages that a restore may take, which <c>packages.lock.json</c> beside each project names.</summary>
public sealed partial class LockFileTests
{
    [Fact]
    public async Task Every_project_names_all_its_packages_with_the_hashes_of_their_contents()
    {
        var projects = ProjectPath().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "StatsService.sln"), TestContext.Current.CancellationToken)).Select(match => match.Groups["path"].Value.Replace('\\', '/')).ToList();

        Assert.True(projects.Count > 10);
        Assert.All(projects, project =>
        {
            using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, "packages.lock.json")));
            var packages = Assert.Single(locked.RootElement.GetProperty("dependencies").EnumerateObject()).Value.EnumerateObject().Where(package => package.Value.GetProperty("type").GetString() != "Project").ToList();
            Assert.Contains(packages, package => package.Name == "MinVer");
            Assert.All(packages, package => Assert.Equal(64, Convert.FromBase64String(package.Value.GetProperty("contentHash").GetString()!).Length));
        });
    }

    [Fact]
    public async Task CI_refuses_a_package_that_is_not_locked_and_a_publish_leaves_the_lock_as_it_is()
    {
        await using var shell = ReadersShell.WithoutStandIns();
        shell.WorkingDirectory = shell.Folder;

        var said = await shell.RunAsync($$"""
            cp {{Repository.Root}}/Directory.* .
            project() { echo "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>$1</ItemGroup></Project>" > a.csproj; }
            restore() { dotnet restore a.csproj "$@" -nologo > said && echo restored || grep --only-matching --max-count 1 'error NU[0-9]*' said; }
            export CI=
            project '' && restore
            cp packages.lock.json before
            export CI=true
            restore
            restore --runtime linux-x64
            cmp packages.lock.json before && echo unchanged
            project '<PackageReference Include="NCrontab.Signed" />'
            restore
            CI= restore
            restore
            """);

        Assert.Equal(["restored", "restored", "restored", "unchanged", "error NU1004", "restored", "restored"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex("\"(?<path>[^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPath();
}
