using System.CommandLine;
using System.Globalization;
using StatsService.Answers;
using StatsService.Stats;
using StatsService.Upkeep;

namespace StatsService.Cli.Commands;

/// <summary><c>client influence</c>: on whom the public averages rest.</summary>
internal static class InfluenceCommand
{
    public static Command Create(StatsTool tool)
    {
        Option<int> days = new("--days") { Description = "Over how many days, back from today; 365 where left out, as the public averages.", HelpName = "NUMBER", DefaultValueFactory = _ => 365 };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 36_500)
                result.AddError("--days is a number from 1 to 36500.");
        });
        return tool.Doing(new Command("influence", "Shows how far the public averages would move without each client, and which of them most.") { days }, async run =>
        {
            var time = run.Get<TimeProvider>();
            var from = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1 - run.Parsed.GetValue(days));
            var found = await run.Get<Influences>().ComputeAsync(
                from, PublicDays.Last(time), run.Progress<int>(clients => $"{clients} clients of a type compared…"), run.Cancellation);
            run.Write(
                found.Select(one => new
                {
                    Client = one.Client.Name,
                    one.Client.Uuid,
                    one.Move,
                    Type = one.Type.Name(),
                    Object = one.Moved?.Uuid,
                    one.Moved?.Name,
                    one.Measure,
                    one.With,
                    one.Without,
                    one.Alone,
                }),
                TextTable.Create(["CLIENT", "MOVES BY", "TYPE", "VALUE", "WITH", "WITHOUT", "ALONE", "OBJECT"], found.Select(Row)));
        });
    }

    private static IReadOnlyList<string> Row(Influence one) => one.Moved is { } moved
        ? [one.Client.Name, Text($"{one.Move * 100:0.#} %"), one.Type.Name(), one.Measure, Text($"{one.With:0.##}"), Text($"{one.Without:0.##}"), Text($"{one.Alone}"), $"{moved.Uuid} {moved.Name}".Trim()]
        : [one.Client.Name, "-", "-", "-", "-", "-", Text($"{one.Alone}"), "-"];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
