using System.CommandLine;
using StatsService.Cli.Checks;

namespace StatsService.Cli.Commands;

/// <summary><c>doctor</c>: whether all that the service rests on does its part.</summary>
internal static class DoctorCommand
{
    public static Command Create(StatsTool tool) => tool.DoingOnFiles(
        new Command("doctor", "Checks storage, clock, queue, work in the background, remote instance and MOSP, and says what to do. Ends with 1 where something is wrong."), async run =>
        {
            var findings = new List<Finding>();
            await foreach (var finding in Doctor.ExamineAsync(run))
                findings.Add(finding);
            var wrong = findings.Where(finding => finding.Verdict == Verdict.Wrong).ToList();
            run.Write(
                findings.Select(finding => new { finding.Check, Verdict = Name(finding.Verdict), finding.Found, finding.Advice }),
                [
                    .. TextTable.Create(["CHECK", "VERDICT", "FOUND"], findings.Select(finding => (string[])[finding.Check, Name(finding.Verdict), finding.Found])),
                    .. wrong.Where(finding => finding.Advice is not null).Select(finding => $"{Environment.NewLine}{finding.Check}: {finding.Advice}"),
                ]);
            if (wrong.Count > 0)
                throw new RefusalException($"{wrong.Count} of {findings.Count} checks found something wrong.");
        });

    private static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Well => "ok",
        Verdict.Off => "off",
        _ => "wrong",
    };
}
