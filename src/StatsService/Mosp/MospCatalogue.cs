using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly;

namespace StatsService.Mosp;

/// <summary>Asks MOSP for objects, over its API of version 2.</summary>
/// <remarks>Source: https://github.com/NC3-LU/MOSP</remarks>
public sealed class MospCatalogue(IHttpClientFactory clients, IOptions<MospOptions> options)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string HttpClient = "mosp";

    // One object has few revisions under one UUID and language; the newest comes first.
    private const int PageSize = 10;

    /// <summary>Whether MOSP is asked at all.</summary>
    public bool IsOn => options.Value.Address is not null;

    /// <summary>What MOSP publishes under a UUID, newest first; nothing: it does not publish the object.</summary>
    /// <param name="language">Null: in any language.</param>
    /// <exception cref="MospUnavailableException">It is switched off, does not answer in time, or answers what can't be read.</exception>
    public async Task<IReadOnlyList<MospObject>> FindAsync(Guid uuid, Language? language, CancellationToken cancellationToken)
    {
        if (!IsOn)
            throw new MospUnavailableException("MOSP is switched off: MOSP_URL is empty or off.");
        var query = $"uuid={uuid:D}{(language is { } asked ? $"&language={asked.Code().ToUpperInvariant()}" : "")}&page=1&per_page={PageSize}";
        try
        {
            using var http = clients.CreateClient(HttpClient);
            using var response = await http.GetAsync(new Uri($"api/v2/object/?{query}", UriKind.Relative), cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new MospUnavailableException($"MOSP answered {(int)response.StatusCode}.");
            using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return MospAnswer.Read(answer.RootElement, uuid, language);
        }
        catch (JsonException exception)
        {
            throw new MospUnavailableException("MOSP answered something else than its list of objects.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or ExecutionRejectedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new MospUnavailableException("MOSP did not answer, not in time, or too much.", exception);
        }
    }

    /// <summary>The object's page for people.</summary>
    public string? PageOf(long id) => options.Value.Address is { } address ? $"{address}object/view/{id}" : null;
}
