namespace StatsService.Tests.Documentation;

/// <summary>The version of a build, which comes from git's tags, in a repository of this test that has nothing but the build's settings.</summary>
public sealed class VersionTests
{
    [Fact]
    public async Task It_is_the_tag_s_and_there_is_one_without_tags_or_git_too()
    {
        await using var shell = ReadersShell.WithoutStandIns();
        shell.WorkingDirectory = shell.Folder;

        var said = await shell.RunAsync($$"""
            export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
            mkdir whole && cd whole
            cp {{Repository.Root}}/Directory.*.props .
            echo '<Project Sdk="Microsoft.NET.Sdk" />' > a.csproj
            dotnet restore a.csproj > ../restored || { cat ../restored >&2; exit 1; }
            say() { echo "$1: $(dotnet build "$2/a.csproj" --no-restore -nologo -getProperty:Version -target:MinVer)"; }
            commit() { git commit --quiet --allow-empty --message "$1"; }
            cp -r . ../archive
            git init --quiet && commit one && commit two
            say untagged .
            git tag v2.3.0-rc.1 && say candidate .
            git tag v2.3.0 && say release .
            commit three && say later .
            git clone --quiet --depth 1 "file://$PWD" ../shallow && cp -r a.csproj Directory.* obj ../shallow && say shallow ../shallow
            say archive ../archive
            MINVERVERSIONOVERRIDE=2.3.0 say told ../archive
            """);

        Assert.Equal(
            [
                "untagged: 1.0.0-alpha.0.1", "candidate: 2.3.0-rc.1", "release: 2.3.0", "later: 2.3.1-alpha.0.1", "shallow: 1.0.0-alpha.0",
                "archive: 0.0.0-untagged", "told: 2.3.0",
            ],
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
