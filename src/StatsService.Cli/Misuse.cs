using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace StatsService.Cli;

/// <summary>What somebody is told whose line is no command: what is wrong with it, and the line to type.</summary>
internal static class Misuse
{
    public static void Tell(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        foreach (var sentence in Sentences(parsed, command).Distinct())
            error.WriteLine(sentence);
        error.WriteLine($"Usage: {Path(parsed.CommandResult)} {Line(command)}".TrimEnd());
        error.WriteLine($"More:  {Path(parsed.CommandResult)} --help");
    }

    private static IEnumerable<string> Sentences(ParseResult parsed, Command command)
    {
        var path = Path(parsed.CommandResult);
        if (parsed.UnmatchedTokens is [var word, ..])
        {
            var meant = Alike(command, word);
            var kind = word.StartsWith('-') ? $"no option of '{path}'" : command.Subcommands.Count > 0 ? $"no command of '{path}'" : $"one word too many for '{path}'";
            return [$"'{word}' is {kind}.{(meant.Count > 0 ? $" Did you mean {string.Join(" or ", meant)}?" : "")}"];
        }

        return command.Subcommands.Count > 0
            ? [$"'{path}' needs one of its commands: {string.Join(", ", command.Subcommands.Select(known => known.Name))}."]
            : parsed.Errors.Select(error => error.Message);
    }

    /// <summary>The parser knows what a mistyped word is like, and tells it in the lines after the first.</summary>
    private static IReadOnlyList<string> Alike(Command command, string word)
    {
        var parsed = command.Parse([word]);
        if (parsed.Action is not ParseErrorAction action)
            return [];
        action.ShowHelp = false;
        using var told = new StringWriter();
        parsed.Invoke(new InvocationConfiguration { Output = told, Error = TextWriter.Null });
        return [.. told.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }

    private static string Path(CommandResult result) => result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : Root(result.Command);

    private static string Root(Command command) => (command as RootCommand)?.HelpName ?? command.Name;

    private static string Line(Command command) => command.Subcommands.Count > 0 ? "COMMAND" : string.Join(
        ' ', command.Arguments.Select(Word).Concat(command.Options.Where(option => option is not (HelpOption or VersionOption)).OrderByDescending(option => option.Required).Select(Word)));

    private static string Word(Argument argument)
    {
        var word = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}…" : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{word}]" : word;
    }

    private static string Word(Option option)
    {
        var word = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? option.Name : $"{option.Name} {option.HelpName}";
        return option.Arity.MaximumNumberOfValues > 1 ? $"[{word}]…" : $"[{word}]";
    }
}
