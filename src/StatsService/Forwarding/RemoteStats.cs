using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Polly.Timeout;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Forwarding;

/// <summary>Calls API v1 of another instance, as a client of it.</summary>
public sealed class RemoteStats(IHttpClientFactory clients, TimeProvider time)
{
    private const int MaxReasonChars = 1000;

    /// <summary>Sends a JSON array of stats; what is repeated is sent with the same UUIDs, so nothing is stored twice.</summary>
    public async Task<RemoteAnswer> PostAsync(RemoteInstance remote, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var request = Create(HttpMethod.Post, remote, new ReadOnlyMemoryContent(body));
        // The answer would hold every stat once more.
        request.Headers.TryAddWithoutValidation("X-Fields", "metadata");
        try
        {
            using var http = clients.CreateClient(RemoteHttp.Name);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return VerdictOf(response.StatusCode) is var verdict && verdict == RemoteVerdict.Accepted
                ? new RemoteAnswer(verdict)
                : new RemoteAnswer(verdict, await ReasonAsync(response, cancellationToken), RemoteHttp.WaitOf(response, time));
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutRejectedException or IOException)
        {
            return new RemoteAnswer(RemoteVerdict.Failed, $"{remote.Server} did not answer: {exception.Message}");
        }
    }

    /// <summary>Asks for the stats of a type between two days, inclusive.</summary>
    /// <param name="limit">0: all.</param>
    /// <returns>The JSON array of stats, as it was answered.</returns>
    /// <exception cref="RemoteFailedException">The remote instance did not answer with stats.</exception>
    public async Task<ReadOnlyMemory<byte>> ListAsync(StatPullRequest pull, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { type = pull.Type.Name(), date_from = pull.From.ToWire(), date_to = pull.To.ToWire(), offset = 0, limit };
        using var request = Create(HttpMethod.Get, pull.Remote, new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(parameters)));
        try
        {
            using var http = clients.CreateClient(RemoteHttp.Name);
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new RemoteFailedException(await ReasonAsync(response, cancellationToken));
            return DataOf(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutRejectedException or IOException)
        {
            throw new RemoteFailedException($"{pull.Remote.Server} did not answer: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new RemoteFailedException($"{pull.Remote.Server} did not answer with a list of stats.", exception);
        }
    }

    private static RemoteVerdict VerdictOf(HttpStatusCode status) => (int)status switch
    {
        201 or 207 => RemoteVerdict.Accepted,
        400 => RemoteVerdict.Refused,
        413 => RemoteVerdict.TooLarge,
        401 or 403 or 426 => RemoteVerdict.Stopped,
        _ => RemoteVerdict.Failed,
    };

    private static HttpRequestMessage Create(HttpMethod method, RemoteInstance remote, HttpContent content)
    {
        var request = new HttpRequestMessage(method, remote.Stats) { Content = content };
        request.Headers.TryAddWithoutValidation("X-API-KEY", remote.Token);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }

    // Also a proxy's page of any size may be answered: its beginning says enough.
    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var beginning = new byte[MaxReasonChars];
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await body.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellationToken);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{response.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Path)} answered {(int)response.StatusCode} {response.ReasonPhrase}: {Encoding.UTF8.GetString(beginning, 0, read).Trim()}");
    }

    private static ReadOnlyMemory<byte> DataOf(ReadOnlyMemory<byte> answer)
    {
        var reader = new Utf8JsonReader(answer.Span, new JsonReaderOptions { MaxDepth = Ingestion.StatBatchReader.MaxDepth + 1 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isData)
                return answer[start..(int)reader.BytesConsumed];
        }

        throw new JsonException("There is no \"data\".");
    }
}
