using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using StatsService.Answers;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.Public;

/// <summary>A finished answer for browsers anywhere: cached a minute, revalidated by its hash, compressed once for all who accept that.</summary>
internal static class PublicAnswer
{
    public static IResult Of(HttpRequest request, FinishedAnswer answer, string contentType = "application/json")
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "public, max-age=60";
        headers.AccessControlAllowOrigin = "*";
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        var (encoding, body) = Accepts("br") ? ("br", answer.Brotli) : Accepts("gzip") ? ("gzip", answer.GZip) : (null, answer.Json);
        if (encoding is not null)
            headers.ContentEncoding = encoding;

        // The tag names the bytes, and the encodings of one answer are different bytes.
        var tag = new EntityTagHeaderValue($"\"{answer.Hash}{(encoding is null ? "" : "-" + encoding)}\"");
        return AnswerRoom.Within(Results.Stream(Open(body), contentType, entityTag: tag), answer.Json.Length);

        // A stream is copied part by part, as the caller reads it; bytes would be copied whole into the buffers of the connection first.
        static MemoryStream Open(ReadOnlyMemory<byte> bytes) =>
            MemoryMarshal.TryGetArray(bytes, out var array) ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(bytes.ToArray(), writable: false);

        bool Accepts(string name) => accepted.Any(value => value.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && value.Quality is not 0);
    }
}
