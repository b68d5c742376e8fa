using System.CommandLine;
using System.CommandLine.Completions;

namespace StatsService.Cli.Commands;

/// <summary><c>completion</c>: has a shell ask the parser what may follow.</summary>
internal static class CompletionCommand
{
    public static Command Create(TextWriter output)
    {
        var command = new Command("completion", "Prints what makes bash or zsh complete commands. Put into the shell's start file: source <(stats completion)");
        command.SetAction(parsed => output.Write(Script(((RootCommand)parsed.RootCommandResult.Command).HelpName ?? parsed.RootCommandResult.Command.Name)));
        return command;
    }

    /// <remarks>The function asks by the directive of <see cref="SuggestDirective"/>, which every command line of the parser understands.</remarks>
    private static string Script(string program) => $$"""
        if [ -n "${ZSH_VERSION-}" ]; then
          autoload -U +X compinit bashcompinit && compinit -u && bashcompinit
        fi
        _stats_service() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("$1" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _stats_service {{program}}

        """;
}
