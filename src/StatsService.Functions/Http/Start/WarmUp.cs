using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StatsService.Answers;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Public;
using StatsService.Ingestion;
using StatsService.Processors;
using StatsService.Queries;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Functions.Http.Start;

/// <summary>
/// Goes the ways of the first calls once, on a sample in memory, while the service starts: a front office sends once a day, and shall not wait until
/// the code that it needs is compiled and loaded. It asks nothing of the storage.
/// </summary>
internal sealed partial class WarmUp(IServiceProvider services, ILogger<WarmUp> logger) : IHostedService
{
    /// <summary>A stat of each type that has averages, as MONARC sends it.</summary>
    private static ReadOnlySpan<byte> Sample => """
        [{"anr":"00000000-0000-4000-8000-000000000001","type":"risk","date":"2020-01-01","data":{"total":{},"risks":{"current":{"informational":[{"level":"Low risks","value":1}]}}}},
        {"anr":"00000000-0000-4000-8000-000000000001","type":"threat","date":"2020-01-01","data":[{"uuid":"00000000-0000-4000-8000-000000000002","label1":"Vol de mat\u00e9riel","count":3,"maxRisk":12,"averageRate":"2.33"}]},
        {"anr":"00000000-0000-4000-8000-000000000001","type":"vulnerability","date":"2020-01-01","data":[{"uuid":"00000000-0000-4000-8000-000000000003","label1":"Pas de contr\u00f4le","count":3,"maxRisk":12,"averageRate":"2.33"}]}]
        """u8;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Beside the start, which is busy with one core.
        _ = Task.Run(TryAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal async Task RunAsync()
    {
        var body = Sample.ToArray();
        var request = NewContext().Request;
        request.Body = new MemoryStream("""{"type":"risk","anrs":["00000000-0000-4000-8000-000000000001"],"date_from":"2020-01-01","get_last":true}"""u8.ToArray());
        var parameters = await Parameters.ReadWithQueryAsync(request, CancellationToken.None);
        parameters.Required<StatType>("type", Parameters.Type);
        var anrs = parameters.Optional<IReadOnlySet<Guid>>("anrs", Parameters.Uuids, new HashSet<Guid>());
        parameters.Optional<DateOnly?>("date_from", Parameters.Date);
        parameters.Optional<bool>("get_last", Parameters.BooleanOrNothing);

        var stats = StatBatchReader.Read(Guid.Empty, body).Stats;
        foreach (var stat in stats)
        {
            var sheet = Sheet.Create(new StatDay(stat.Type, stat.Date), StatKey(stat), [stat]);
            var selected = SelectedStat.AllOf(sheet).Where(one => anrs.Contains(one.Entry.Anr)).Order(SelectedStat.Order).ToList();
            await new StatsAnswer(StatusCodes.Status200OK, null, new StatsMetadata(selected.Count), SheetTexts.Read(selected)).ExecuteAsync(NewContext());

            var tally = new Tally();
            foreach (var one in sheet.ScanStats(_ => true))
                tally.Add(one.Type, one.Data.Span, new LabelCache());
            DayTally[] days = [new DayTally(stat.Date, TallyCodec.Decode(TallyCodec.Encode(tally), new LabelPool()))];
            var processor = ProcessorCatalogue.All.Last(known => known.Type == stat.Type);
            var answer = FinishedAnswer.Write("", hasStats: true, writer => processor.Write(writer, days, ProcessorParams.None));
            var context = NewContext();
            context.Request.Headers.AcceptEncoding = "br";
            await PublicAnswer.Of(context.Request, answer).ExecuteAsync(context);
            await new ProcessedAnswer(new ProcessedBody(stat.Type.Name(), processor.Name, answer.Json), null).ExecuteAsync(NewContext());
        }
    }

    private static string StatKey(Stat stat) => $"{stat.Type.Name()}_20200101_{stat.Uuid:N}00000";

    private DefaultHttpContext NewContext()
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = new MemoryStream();
        return context;
    }

    private async Task TryAsync()
    {
        try
        {
            await RunAsync();
        }
        catch (Exception failure)
        {
            Log.Failed(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The way that the first calls go could not be gone ahead of them: they are slower for that, and nothing else.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
