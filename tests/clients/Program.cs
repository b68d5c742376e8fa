// Calls a running service with the two C# clients; its address and a client's key are the arguments.
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;
using K = Kiota.Models;

var (address, key) = (args[0], args[1]);
var power = new { uuid = "b1f0c3a2-0d6e-4d57-8a5b-5f6f2f0d0002", label2 = "Power failure", count = 4, maxRisk = 24, averageRate = "2.50" };
await CallWithNSwagAsync();
await CallWithKiotaAsync();

async Task CallWithNSwagAsync()
{
    using var http = new HttpClient();
    http.DefaultRequestHeaders.Add("X-API-KEY", key);
    var client = new NSwag.StatsClient(http) { BaseUrl = address };
    var anr = Guid.NewGuid();
    var sent = await client.CreateStatsAsync(null, [new() { Anr = anr, Type = NSwag.StatType.Threat, Date = "2026-03-02", Data = new[] { power } }]);
    var listed = await client.ListStatsAsync(NSwag.StatType.Threat, [anr], null, null, true, null, null, null);
    var read = await client.QueryStatsAsync(null, new() { Type = NSwag.StatType.Threat, Anrs = [anr], Date_from = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) });
    var average = await client.QueryProcessedStatsAsync(null, new() { Type = NSwag.StatType.Threat, Processor = NSwag.Processor.Threat_average_on_date, Anrs = [anr] });
    var threats = await client.GetThreatsAsync(3650, null, null, null);
    var refused = await RefusedAsync<NSwag.ApiException>(() => client.QueryStatsAsync(null, new() { Type = NSwag.StatType.Threat, Offset = -1 }));
    await client.DeleteStatsOfAnrAsync(anr);
    Console.WriteLine($"NSwag: {(await client.GetMeAsync(null)).Name}, {sent.Metadata.Count} sent, {listed.Data.Count} listed, {read.Data.Count} read, {threats.Count >= 0}, {refused.StatusCode}, {average.Data}");
}

async Task CallWithKiotaAsync()
{
    // Kiota's own provider of keys sends them over https alone.
    using var http = KiotaClientFactory.Create();
    http.DefaultRequestHeaders.Add("X-API-KEY", key);
    using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = address };
    var client = new Kiota.StatsClient(adapter).Api.V1;
    var anr = Guid.NewGuid();
    var data = new UntypedArray([new UntypedObject(new Dictionary<string, UntypedNode>
    {
        ["uuid"] = new UntypedString(power.uuid), ["label2"] = new UntypedString(power.label2), ["count"] = new UntypedInteger(power.count),
        ["maxRisk"] = new UntypedInteger(power.maxRisk), ["averageRate"] = new UntypedString(power.averageRate),
    })]);
    var sent = await client.Stats.PostAsync([new() { Anr = anr, Type = K.StatType.Threat, Date = "2026-03-02", Data = data }]);
    var listed = await client.Stats.GetAsync(request => (request.QueryParameters.TypeAsStatType, request.QueryParameters.Anrs, request.QueryParameters.GetLast) = (K.StatType.Threat, [anr], true));
    var read = await client.Stats.Query.PostAsync(new() { Type = K.StatType.Threat, Anrs = [anr], DateFrom = new(2026, 3, 1) });
    var average = await client.Stats.Processed.PostAsync(new() { Type = K.StatType.Threat, Processor = K.Processor.Threat_average_on_date, Anrs = [anr] });
    var refused = await RefusedAsync<K.Problem>(() => client.Stats.Query.PostAsync(new() { Type = K.StatType.Threat, Offset = -1 }));
    await client.Stats[anr].DeleteAsync();
    Console.WriteLine($"Kiota: {(await client.Client.Me.GetAsync()).Name}, {sent.Metadata.Count} sent, {listed.Data.Count} listed, {read.Data.Count} read, {refused.ResponseStatusCode}, {await KiotaJsonSerializer.SerializeAsStringAsync(average)}");
}

static async Task<TException> RefusedAsync<TException>(Func<Task> call)
    where TException : Exception
{
    try
    {
        await call();
    }
    catch (TException exception)
    {
        return exception;
    }

    throw new InvalidOperationException("It was not refused.");
}
