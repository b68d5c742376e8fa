using Microsoft.Extensions.Configuration.Memory;
using StatsService.Cli;

namespace StatsService.Server;

/// <summary>Settings files of the output folder, in the format of Core Tools: their <c>Values</c> are settings unless the environment has them.</summary>
internal static class LocalSettingsFile
{
    /// <summary>The operator's own <c>local.settings.json</c>, and the file that <c>SETTINGS_FILE</c> names, which wins over it.</summary>
    public static void AddTo(WebApplicationBuilder builder)
    {
        Insert(builder, "local.settings.json", position: 1);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(2, SettingsFile.Read(builder.Configuration[SettingsFile.Setting]));
    }

    /// <summary>What <c>local.settings.sample.json</c> says stands for what is set nowhere.</summary>
    public static void AddDefaultsTo(WebApplicationBuilder builder) => Insert(builder, "local.settings.sample.json", position: 0);

    private static void Insert(WebApplicationBuilder builder, string file, int position)
    {
        var values = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, file), optional: true)
            .Build()
            .GetSection("Values")
            .AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value is not null)
            // Core Tools hand the values over as environment variables, where a double underscore separates sections.
            .Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value));
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(position, new MemoryConfigurationSource { InitialData = values });
    }
}
