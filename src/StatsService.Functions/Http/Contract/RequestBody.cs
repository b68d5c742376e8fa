using System.Globalization;
using Microsoft.AspNetCore.Http;
using StatsService.Wire;

namespace StatsService.Functions.Http.Contract;

internal static class RequestBody
{
    /// <summary>The whole body, which is refused as soon as it is known to be too large.</summary>
    /// <exception cref="PayloadTooLargeException">It has more than so many bytes.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength is { } length)
        {
            if (length > maxBytes)
                throw TooLarge(maxBytes);
            var exact = GC.AllocateUninitializedArray<byte>((int)length);
            var read = await request.Body.ReadAtLeastAsync(exact, exact.Length, throwOnEndOfStream: false, cancellationToken);
            return exact.AsMemory(0, read);
        }

        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (body.Length > maxBytes)
                throw TooLarge(maxBytes);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static PayloadTooLargeException TooLarge(int maxBytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The request body exceeds {maxBytes} bytes. Nothing of it was stored: send it in smaller parts."));
}
