using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using StatsService.Server;

namespace StatsService.Tests.Documentation;

/// <summary>The page of all settings, as the code has them: names and defaults of the options classes, and what their comments say.</summary>
internal static class ConfigurationPage
{
    private const string Beginning = """
        # Settings

        Settings are environment variables; in Azure these are app settings. On your own machine, `Values` in `local.settings.json` are read, too, and the
        server and its tool read the file that `SETTINGS_FILE` names, with a line `NAME=value` each. The environment wins over both. A wrong
        value stops the start with a sentence. On Linux a name's double underscore, as in `AzureWebJobsStorage__accountName`, separates a section from its parts.

        Defaults of schedules, and of the storage, are those of `local.settings.sample.json`, which the server and `npm start` use; in Azure `infra/` sets them.
        `AzureWebJobs.NAME.Disabled=true` switches off the function NAME.

        This page is written by `npm run docs` from the code.

        """;

    public static IReadOnlyDictionary<string, string> Sample { get; } = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json"))).RootElement.GetProperty("Values")
        .EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString()!);

    private static readonly IReadOnlyList<Type> Types =
    [
        .. ((Type[])[typeof(StatsServiceOptions), typeof(StatsService.Storage.StorageOptions), typeof(StatsService.Functions.ServiceCollectionExtensions), typeof(ServerApplication)])
            .SelectMany(type => type.Assembly.GetTypes()),
    ];

    /// <summary>The names of all settings, as the page has them.</summary>
    public static IEnumerable<string> Names => Options().SelectMany(options => options.Select(setting => setting.Name)).Concat(Schedules().Select(setting => setting.Name));

    public static string Render()
    {
        var page = new StringBuilder(Beginning);
        var told = new HashSet<string>();
        foreach (var options in Options())
        {
            var summary = XmlComments.Of(options.Key);
            AppendTable(page, TitleOf(options.Key), summary, options.Where(setting => told.Add(setting.Name)));
        }

        AppendTable(page, "Schedules", "NCRONTAB with six fields, the first of which are seconds; in UTC.", Schedules());
        return page.ToString();
    }

    private static IEnumerable<IGrouping<Type, Setting>> Options() =>
        from type in Types
        from property in type.GetProperties()
        let key = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()
        where key is not null
        group new Setting(key.Name, Default(type, property, key.Name), XmlComments.Of(property)) by type into options
        orderby options.Key != typeof(StatsServiceOptions), options.Key.Name
        select options;

    private static IEnumerable<Setting> Schedules() =>
        from type in Types
        from method in type.GetMethods()
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<TimerTriggerAttribute>()
        where trigger is not null
        let name = trigger.Schedule.Trim('%')
        orderby name
        select new Setting(name, Sample.GetValueOrDefault(name, ""), XmlComments.Of(type));

    private static string Default(Type type, PropertyInfo property, string name)
    {
        var value = Sample.GetValueOrDefault(name) ?? property.GetValue(Activator.CreateInstance(type));
        return value switch
        {
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            string text => text,
            _ => "",
        };
    }

    private static string TitleOf(Type options) => options == typeof(StatsServiceOptions) ? "The service" : options.Name.Replace("Options", "", StringComparison.Ordinal) switch
    {
        "Access" => "Wrong keys and reverse proxies",
        "Embed" => "Pages in frames of other sites",
        "Instance" => "What the instance publishes",
        "RemoteStats" => "Forwarding",
        "Mosp" => "MOSP",
        var name => name,
    };

    private static void AppendTable(StringBuilder page, string title, string summary, IEnumerable<Setting> settings)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{summary}\n\n| setting | default | meaning |\n| --- | --- | --- |\n");
        foreach (var setting in settings)
            page.Append(CultureInfo.InvariantCulture, $"| `{setting.Name}` | {(setting.Default.Length == 0 ? "" : $"`{setting.Default}`")} | {setting.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
    }

    private sealed record Setting(string Name, string Default, string Meaning);
}
