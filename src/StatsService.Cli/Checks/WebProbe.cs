namespace StatsService.Cli.Checks;

/// <param name="Status">Null: there was no answer.</param>
/// <param name="Failure">Why there was none.</param>
internal sealed record WebAnswer(int? Status, string? Failure);

/// <summary>Asks another server once, where the service itself would try again for a while.</summary>
internal sealed class WebProbe(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A redirect would take the key to a host that nobody chose.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
    private readonly List<TimeSpan> clocksAhead = [];

    /// <summary>How far this machine's clock is ahead of each that answered, to a second.</summary>
    public IEnumerable<TimeSpan?> ClocksAhead => clocksAhead.Select(ahead => (TimeSpan?)ahead);

    /// <param name="key">Empty: none is sent.</param>
    public async Task<WebAnswer> AskAsync(Uri address, string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (key.Length > 0)
            request.Headers.TryAddWithoutValidation("X-API-KEY", key);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.Headers.Date is { } date)
                clocksAhead.Add(time.GetUtcNow() - date);
            return new WebAnswer((int)response.StatusCode, null);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new WebAnswer(null, exception is HttpRequestException ? exception.Message : $"not within {Patience.TotalSeconds:0} s.");
        }
    }

    public void Dispose() => http.Dispose();
}
