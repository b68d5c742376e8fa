using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace StatsService.Cli;

/// <summary>
/// The file that <c>SETTINGS_FILE</c> of the environment names, such as <c>/etc/stats-service/stats-service.env</c>: a line <c>NAME=value</c> a setting.
/// Quotes around a value are not part of it. Empty lines, and those that begin with <c>#</c>, say nothing.
/// </summary>
internal static class SettingsFile
{
    public const string Setting = "SETTINGS_FILE";

    /// <exception cref="RefusalException">The file can't be read, or a line of it is no setting.</exception>
    public static IConfigurationSource Read(string? path)
    {
        try
        {
            return new MemoryConfigurationSource { InitialData = path is { Length: > 0 } ? [.. File.ReadAllLines(path).Select((line, index) => Parse(line, path, index + 1)).OfType<KeyValuePair<string, string?>>()] : [] };
        }
        catch (UnauthorizedAccessException)
        {
            throw new RefusalException($"The settings in {path} are not for everybody, since they hold a key: run the command as root, with sudo.");
        }
        catch (IOException missing)
        {
            throw new RefusalException($"{Setting} names a file that can't be read: {missing.Message}");
        }
    }

    private static KeyValuePair<string, string?>? Parse(string line, string path, int number)
    {
        if (line.Trim() is not { Length: > 0 } text || text.StartsWith('#'))
            return null;
        var (name, value) = text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? (text[..equals].TrimEnd(), text[(equals + 1)..].TrimStart()) : ("", "");
        if (name.Length == 0 || name.Any(char.IsWhiteSpace))
            throw new RefusalException($"Line {number} of {path} is not of the form NAME=value.");
        if (value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0])
            value = value[1..^1];
        // As in environment variables, a double underscore separates sections.
        return KeyValuePair.Create(name.Replace("__", ":", StringComparison.Ordinal), (string?)value);
    }
}
