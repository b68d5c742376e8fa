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

    private static void Insert(WebApplicationBuilder builder, string file, int position) =>
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(position, LocalSettings.Read(Path.Combine(AppContext.BaseDirectory, file)));
}
