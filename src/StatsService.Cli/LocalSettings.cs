using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace StatsService.Cli;

/// <summary>The <c>Values</c> of a settings file in the format of Core Tools, such as <c>local.settings.json</c>, if there is one.</summary>
internal static class LocalSettings
{
    public static IConfigurationSource Read(string path) => new MemoryConfigurationSource
    {
        // Core Tools hand the values over as environment variables, where a double underscore separates sections.
        InitialData = new ConfigurationBuilder()
            .AddJsonFile(path, optional: true)
            .Build()
            .GetSection("Values")
            .AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value is not null)
            .Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)),
    };
}
