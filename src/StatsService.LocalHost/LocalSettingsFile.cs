using Microsoft.Extensions.Configuration.Memory;

namespace StatsService.LocalHost;

/// <summary><c>local.settings.json</c> of the output folder, in the format of Core Tools: its <c>Values</c> are settings unless the environment has them.</summary>
internal static class LocalSettingsFile
{
    public static void AddTo(WebApplicationBuilder builder)
    {
        var values = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "local.settings.json"), optional: true)
            .Build()
            .GetSection("Values")
            .AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value is not null)
            // Core Tools hand the values over as environment variables, where a double underscore separates sections.
            .Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value));
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = values });
    }
}
