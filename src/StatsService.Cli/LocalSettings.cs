using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace StatsService.Cli;

/// <summary>The <c>Values</c> of a folder's <c>local.settings.json</c>, if it has one.</summary>
internal static class LocalSettings
{
    public static IConfigurationSource Read(string folder) => new MemoryConfigurationSource
    {
        // As in environment variables, a double underscore separates sections.
        InitialData = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "local.settings.json"), optional: true)
            .Build()
            .GetSection("Values")
            .AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value is not null)
            .Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)),
    };
}
