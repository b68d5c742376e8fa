namespace StatsService.Tests.Documentation;

/// <summary>A page of the documentation that is written by a program: <c>npm run docs</c>, which sets the environment variable WRITE_DOCS.</summary>
internal static class GeneratedPage
{
    /// <param name="path">In the repository.</param>
    /// <param name="text">What the program makes of the code as it is now.</param>
    public static async Task IsUpToDateAsync(string path, string text)
    {
        var file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") is not null)
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        Assert.True(text == await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), $"{path} is not what the code says: run \"npm run docs\" and commit.");
    }
}
