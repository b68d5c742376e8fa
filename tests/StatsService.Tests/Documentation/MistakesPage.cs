using System.Globalization;
using System.Text;
using StatsService.Tests.Cli;
using StatsService.Tests.Functions;

namespace StatsService.Tests.Documentation;

/// <summary>The page of wrong calls and wrong commands with their answers, from the tables that tests try on the service and the tool.</summary>
internal static class MistakesPage
{
    private const string Beginning = """
        # Mistakes and their answers

        What people get wrong who meet the [API](api.md) or [the administrator's tool](cli.md) for the first time, and what they are told, word for word. Look
        for your answer here, and you find what causes it.

        Tests send every one of these calls and type every one of these commands. This page is written by `npm run docs` from their tables.

        ## Calls

        *Key* says whose key was sent in `X-API-KEY`. A body was sent as `application/json` where nothing else is said. A call that is refused changes nothing.

        """;

    private const string Commands = """

        ## Commands

        The answers come on the error output. `DATABASE` and `FOLDER` stand for where the tool worked. The exit code is 2 where the command was called wrongly, and 1 where
        it did not do what was asked.

        | typed | exit code | answer |
        | --- | --- | --- |

        """;

    public static string Render()
    {
        var page = new StringBuilder(Beginning);
        foreach (var (heading, calls) in WrongCalls.Kinds)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {heading}\n\n| call | key | status | answer |\n| --- | --- | --- | --- |\n");
            foreach (var call in calls)
                page.Append(CultureInfo.InvariantCulture, $"| {Sent(call)} | {Whose(call.Key)} | {call.Status} | {Code(call.Answer)} |\n");
        }

        page.Append(Commands);
        foreach (var (command, code, answer) in WrongCommandTests.Commands.Select(row => row.Data))
            page.Append(CultureInfo.InvariantCulture, $"| {Code($"stats {command}")} | {code} | {string.Join("<br>", answer.Split('\n').Select(Code))} |\n");
        return page.ToString();
    }

    private static string Sent(WrongCall call) => call switch
    {
        { Body: null } => Code(call.Line),
        { ContentType: "application/json" } => $"{Code(call.Line)}<br>{Code(call.Body)}",
        _ => $"{Code(call.Line)}<br>as `{call.ContentType}`: {Code(call.Body)}",
    };

    private static string Whose(string? key) => key switch
    {
        null => "none",
        "CLIENT" => "a front office's",
        "ADMIN" => "the administrator's",
        _ => "nobody's",
    };

    /// <summary>In a cell of a table a bar has to be escaped even in code.</summary>
    private static string Code(string text) => $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
