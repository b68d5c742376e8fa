using System.CommandLine;
using System.Globalization;
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
        var option = new Option<string?>("--token") { HelpName = "KEY", Description = $"The client's key of {TokenHash.SafeLength} characters or more, or - to read it from the input; where left out, one is made and shown once." };
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

    /// <summary>The options of the first and the last day, in that order.</summary>
    public static (Option<DateOnly?> From, Option<DateOnly?> To) Days() => (
        Date("--from", "The first day; where left out, from the beginning."), Date("--to", "The last day; where left out, to the end."));

    /// <summary>Adds the options, and refuses days in the wrong order.</summary>
    public static Command With(this Command command, (Option<DateOnly?> From, Option<DateOnly?> To) days)
    {
        command.Add(days.From);
        command.Add(days.To);
        command.Validators.Add(result =>
        {
            if (Given(days.From) is { } from && Given(days.To) is { } to && from > to)
                result.AddError($"--from {from.ToWire()} is after --to {to.ToWire()}: no day lies between them.");

            DateOnly? Given(Option<DateOnly?> option) => result.GetResult(option)?.Tokens is [var token] && WireText.TryParseDate(token.Value, out var date) ? date : null;
        });
        return command;
    }

    public static Option<Guid[]> Anrs() => new("--anr")
    {
        Description = "Only stats of this ANR; may be given several times.",
        HelpName = "UUID",
        CustomParser = result => [.. result.Tokens.Select(token =>
        {
            if (!WireText.TryParseUuid(token.Value, out var anr))
                result.AddError($"--anr: '{token.Value}' is no UUID, such as 7b3d9b52-2f0e-4f52-9f57-6a2d1c8e0001.");
            return anr;
        })],
    };

    public static Option<string[]> Types() =>
        new Option<string[]>("--type") { Description = "Only stats of this type; may be given several times.", HelpName = "TYPE" }.OneOf([.. StatTypes.Names]);

    /// <summary>Takes these words only, and offers them where a line is completed.</summary>
    public static Option<T> OneOf<T>(this Option<T> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !words.Contains(token.Value)))
                result.AddError($"{option.Name}: '{token.Value}' is none of {string.Join(", ", words)}.");
        });
        return option;
    }

    /// <returns>Null: no type was given.</returns>
    public static IReadOnlyList<StatType>? Types(this ToolRun run, Option<string[]> option) =>
        run.Parsed.GetValue(option) is { Length: > 0 } names ? [.. StatTypes.All.Where(type => names.Contains(type.Name()))] : null;

    public static Argument<double> Degrees(string name, double max) => new(name)
    {
        Description = $"Degrees (WGS 84), -{max} to {max}.",
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= max)
                return degrees;
            result.AddError($"{name}: '{result.Tokens[0].Value}' is no number from -{max} to {max}, such as 49.6.");
            return 0;
        },
    };

    private static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAY",
        CustomParser = result =>
        {
            if (WireText.TryParseDate(result.Tokens[0].Value, out var date))
                return date;
            result.AddError($"{name}: '{result.Tokens[0].Value}' is no date. Write one as year-month-day, such as 2026-01-31.");
            return null;
        },
    };
}
