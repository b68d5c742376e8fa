using System.Reflection;

namespace StatsService.Tests.Infra;

/// <summary>Where the build found the repository and its tools.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Metadata("RepositoryRoot"));

    public static string BicepPath { get; } = Path.GetFullPath(Metadata("BicepPath"));

    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
