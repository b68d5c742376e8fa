using System.CommandLine;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Cli.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class CommonOptions
{
    private const int MaxLength = 100;

    public static Argument<string> Client() => new("CLIENT") { Description = "The client's name or UUID." };

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Don't ask." };

    public static Option<string?> Token()
    {
        var option = new Option<string?>("--token") { Description = $"The client's key of {TokenHash.SafeLength} characters or more, or - to read it from the input; where left out, one is made and shown once." };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } token && token.Length is 0 or > MaxLength)
                result.AddError("--token is 1 to 100 characters.");
        });
        return option;
    }

    /// <returns>Null: none was given.</returns>
    public static string? ReadToken(this ToolRun run, Option<string?> option)
    {
        if (run.Parsed.GetValue(option) is not "-")
            return run.Parsed.GetValue(option);
        return run.Console.ReadLine()?.Trim() is { Length: > 0 and <= MaxLength } token
            ? token
            : throw new RefusalException("The input has no key of 1 to 100 characters in its first line; nothing was done.");
    }

    /// <returns>The key that a client is to get; null: none was given.</returns>
    /// <exception cref="RefusalException">It is so short that it could be guessed.</exception>
    public static string? ReadNewToken(this ToolRun run, Option<string?> option) =>
        run.ReadToken(option) is var token && (token is null || !TokenHash.IsShort(token))
            ? token
            : throw new RefusalException($"A key of fewer than {TokenHash.SafeLength} characters can be guessed; nothing was done. Leave out --token to have one made.");

    public static Argument<string> NewName()
    {
        var argument = new Argument<string>("NAME") { Description = "The new client's name, 1 to 100 characters." };
        argument.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>().Length is 0 or > MaxLength)
                result.AddError("NAME is 1 to 100 characters.");
        });
        return argument;
    }

    public static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "YYYY-MM-DD",
        CustomParser = result =>
        {
            if (WireText.TryParseDate(result.Tokens[0].Value, out var date))
                return date;
            result.AddError($"{name} is a date of the form YYYY-MM-DD.");
            return null;
        },
    };

    public static Option<Guid[]> Anrs() => new("--anr")
    {
        Description = "Only stats of this ANR; may be given several times.",
        HelpName = "UUID",
        CustomParser = result => [.. result.Tokens.Select(token =>
        {
            if (!WireText.TryParseUuid(token.Value, out var anr))
                result.AddError($"--anr: '{token.Value}' is no UUID.");
            return anr;
        })],
    };

    public static Option<string[]> Types()
    {
        var option = new Option<string[]>("--type") { Description = "Only stats of this type; may be given several times." };
        option.AcceptOnlyFromAmong([.. StatTypes.Names]);
        return option;
    }

    /// <returns>Null: no type was given.</returns>
    public static IReadOnlyList<StatType>? Types(this ToolRun run, Option<string[]> option) =>
        run.Parsed.GetValue(option) is { Length: > 0 } names ? [.. StatTypes.All.Where(type => names.Contains(type.Name()))] : null;

    public static Argument<double> Degrees(string name, double max)
    {
        var argument = new Argument<double>(name) { Description = $"Degrees (WGS 84), -{max} to {max}." };
        argument.Validators.Add(result =>
        {
            if (!(Math.Abs(result.GetValueOrDefault<double>()) <= max))
                result.AddError($"{name} is a number from -{max} to {max}.");
        });
        return argument;
    }
}
