using System.CommandLine;

namespace StatsService.Bench;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<Uri> Url() => new("--url")
    {
        Description = "Where the service is, http://127.0.0.1:7071 for example.",
        Required = true,
        CustomParser = result =>
        {
            // The slash at the end makes a path prefix part of every call.
            if (Uri.TryCreate(result.Tokens[0].Value.TrimEnd('/') + '/', UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            result.AddError("--url is an address that begins with http:// or https://.");
            return null;
        },
    };

    public static Option<string> AdminToken() => new("--admin-token") { Description = "The service's ADMIN_TOKEN.", Required = true };

    public static Option<int> Anrs() => Number("--anrs", 20, "Risk analyses of each client.");

    public static Option<int> Days() => Number("--days", 365, "Days of statistics, up to today.");

    public static Option<int> Clients() => Number("--clients", 1, "Front offices that send statistics.");

    public static Option<string?> Service() => new("--service") { Description = "The stats-service.dll, or the executable, to run; this repository's Release build where left out." };

    public static Option<bool> InMemory() => new("--in-memory") { Description = "Lets Azurite keep its data in memory: it loads much faster than where it writes all of its data to disk every few seconds." };

    public static Option<bool> Sqlite() => new("--sqlite") { Description = "Keeps the data in a database file instead of on Azurite." };

    public static Option<int> Rounds() => Number("--rounds", 5, "In how many fresh processes each call is measured.");

    public static Option<string> Calls() => new("--calls") { Description = "Only the calls whose name contains this.", DefaultValueFactory = _ => "" };

    public static Option<int> Number(string name, int usual, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name} is a number from 1.");
        });
        return option;
    }
}
