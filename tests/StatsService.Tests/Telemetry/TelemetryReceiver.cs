using System.Text;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace StatsService.Tests.Telemetry;

/// <summary>Takes whatever telemetry is sent to it, over OTLP or by the protocol of Application Insights.</summary>
public sealed class TelemetryReceiver : IDisposable
{
    private readonly WireMockServer server = WireMockServer.Start();

    public TelemetryReceiver()
    {
        server.Given(Request.Create().UsingAnyMethod()).RespondWith(Response.Create().WithStatusCode(200).WithBody("{}"));
    }

    public string Url => server.Url!;

    /// <summary>What came to a path, with the texts as they stand in it.</summary>
    public string Received(string path) => string.Concat(
        server.LogEntries.Select(entry => entry.RequestMessage).OfType<WireMock.IRequestMessage>().Where(request => request.Path == path)
            .Select(request => request.BodyData?.BodyAsBytes is { } bytes ? Encoding.UTF8.GetString(bytes) : request.Body));

    public bool Has(string path, params IEnumerable<string> texts) => texts.All(text => Received(path).Contains(text, StringComparison.Ordinal));

    public void Dispose() => server.Dispose();
}
