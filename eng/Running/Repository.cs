namespace StatsService.Running;

/// <summary>The repository that the running program was built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException("It must run inside the repository: no folder above them holds StatsService.sln."),
        _ when File.Exists(Path.Combine(folder.FullName, "StatsService.sln")) => folder.FullName,
        _ => Find(folder.Parent),
    };
}
