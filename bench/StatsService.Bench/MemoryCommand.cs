using System.CommandLine;
using StatsService.SampleData;

namespace StatsService.Bench;

/// <summary>`memory`: the highest resident memory of the service for the largest things it is asked for.</summary>
internal static class MemoryCommand
{
    private const int LargeBatchDays = 166; // 40 MB

    public static Command Create()
    {
        var service = CommonOptions.Service();
        var command = new Command("memory", "Prints the service's peak memory after a batch of 40 MB and after listing a year of vulnerabilities (Linux).") { service };
        command.SetAction(async (parsed, cancellation) => await MeasureAsync(parsed.GetValue(service), cancellation));
        return command;
    }

    public static async Task MeasureAsync(string? dll, CancellationToken cancellation)
    {
        await using var service = new ServiceUnderTest(dll, new BenchStorage());
        await service.StartAfreshAsync(cancellation);
        using var admin = new StatsApi(service.Url, ServiceUnderTest.AdminToken);
        using var api = admin.WithKey(await LoadCommand.SendAsync(admin, new(1, 20, 365, ["vulnerability"]), cancellation));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var year = Call.Get("api/v1/stats/", new { type = "vulnerability", date_from = today.AddDays(-364), date_to = today });

        Console.WriteLine("| in a fresh process | body | peak memory |");
        Console.WriteLine("| --- | ---: | ---: |");

        await service.StartAfreshAsync(cancellation);
        Write("started, one `client/me`", 0, service);

        await service.StartAfreshAsync(cancellation);
        Write("a year of vulnerabilities listed", (await year.SendAsync(api, cancellation)).Bytes, service);

        await service.StartAfreshAsync(cancellation);
        var (office, before) = (new SampleFrontOffice { Types = ["vulnerability"] }, today.AddYears(-2));
        var batch = office.Batch(Enumerable.Range(1, LargeBatchDays).Select(back => before.AddDays(-back)));
        await Call.PostStats(batch).SendAsync(api, cancellation);
        Write("one batch posted", batch.Length, service);
        await Totals.WaitAsync(api, office.Types, office.Anrs, before.AddDays(-LargeBatchDays), before, cancellation);
        Write("the same, aggregated and its averages read", batch.Length, service);
    }

    private static void Write(string what, long bytes, ServiceUnderTest service) =>
        Console.WriteLine($"| {what} | {ResultTable.Size(bytes)} | {service.PeakMemory / 1e6:F0} MB |");
}
