using System.CommandLine;
using StatsService.Mosp;
using StatsService.Wire;

namespace StatsService.Cli.Commands;

/// <summary><c>mosp …</c>: MONARC's catalogue of objects.</summary>
internal static class MospCommands
{
    public static Command Create(StatsTool tool)
    {
        Argument<Guid[]> uuids = new("UUID")
        {
            Description = "Of threats or vulnerabilities.",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result => [.. result.Tokens.Select(token =>
            {
                if (!WireText.TryParseUuid(token.Value, out var uuid))
                    result.AddError($"'{token.Value}' is no UUID.");
                return uuid;
            })],
        };
        return new Command("mosp", "MOSP, MONARC's catalogue of objects.")
        {
            tool.Doing(new Command("is-published", "Asks MOSP which objects it publishes.") { uuids }, run => AskAsync(run, run.Parsed.GetRequiredValue(uuids))),
        };
    }

    private static async Task AskAsync(ToolRun run, IEnumerable<Guid> uuids)
    {
        var catalogue = run.Get<MospCatalogue>();
        var answers = new List<(Guid Uuid, MospObject? Newest)>();
        foreach (var uuid in uuids)
            answers.Add((uuid, await catalogue.FindAsync(uuid, language: null, run.Cancellation) is [var newest, ..] ? newest : null));
        run.Write(
            answers.Select(answer => new
            {
                answer.Uuid,
                IsPublished = answer.Newest is not null,
                answer.Newest?.Name,
                Page = answer.Newest is null ? null : catalogue.PageOf(answer.Newest.Id),
            }),
            answers.Select(answer => answer.Newest is null ? $"{answer.Uuid}  not published" : $"{answer.Uuid}  {answer.Newest.Name}  {catalogue.PageOf(answer.Newest.Id)}"));
    }
}
