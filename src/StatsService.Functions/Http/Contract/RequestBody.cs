using System.Globalization;
using Microsoft.AspNetCore.Http;
using StatsService.Wire;

namespace StatsService.Functions.Http.Contract;

internal static class RequestBody
{
    /// <summary>The whole body, which is refused as soon as it is known to be too large.</summary>
    /// <exception cref="PayloadTooLargeException">It has more than <paramref name="maxBytes"/> bytes.</exception>
    /// <exception cref="BadHttpRequestException">It breaks off, or its chunks can't be read.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return request.ContentLength is { } length
                ? await ReadExactlyAsync(request.Body, length <= maxBytes ? (int)length : throw TooLarge(maxBytes), cancellationToken)
                : await ReadToEndAsync(request.Body, maxBytes, cancellationToken);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            // Kestrel has this for a connection that is reset, and for the size of a chunk that is no number it can hold.
            throw new BadHttpRequestException(exception.Message, exception);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadExactlyAsync(Stream body, int length, CancellationToken cancellationToken)
    {
        var exact = GC.AllocateUninitializedArray<byte>(length);
        var read = await body.ReadAtLeastAsync(exact, exact.Length, throwOnEndOfStream: false, cancellationToken);
        return exact.AsMemory(0, read);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadToEndAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await whole.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (whole.Length > maxBytes)
                throw TooLarge(maxBytes);
        }

        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    private static PayloadTooLargeException TooLarge(int maxBytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The request body exceeds {maxBytes} bytes. Nothing of it was stored: send it in smaller parts."));
}
