namespace StatsService.Tests.Infra;

/// <summary>What a unit of deploy/systemd would run, with the server's paths and ports replaced by <paramref name="here"/>.</summary>
internal sealed class SystemdUnit(string name, IReadOnlyDictionary<string, string> here)
{
    private readonly ILookup<string, string> settings = File
        .ReadAllLines(Path.Combine(Repository.Root, "deploy/systemd", name))
        .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2))
        .ToLookup(pair => pair[0], pair => pair[1]);

    public IReadOnlyList<string> Command => [.. settings["ExecStart"].Single().Split(' ').Select(Replace)];

    /// <summary>The command that systemd waits for before it calls the unit started.</summary>
    public IReadOnlyList<string> Started => [.. settings["ExecStartPost"].SelectMany(command => command.Split(' ')).Select(Replace)];

    /// <summary>From the sample of the unit's environment file, and the unit itself.</summary>
    public IReadOnlyDictionary<string, string> Environment => File
        .ReadAllLines(Path.Combine(Repository.Root, "deploy", Path.GetFileName(settings["EnvironmentFile"].Single()) + ".sample"))
        .Where(line => line.Length > 0 && !line.StartsWith('#'))
        .Concat(settings["Environment"])
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => Replace(pair[1].Trim('"')));

    private string Replace(string value) =>
        here.Aggregate(value, (text, path) => text.Replace(path.Key, path.Value, StringComparison.Ordinal));
}
