using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;

namespace StatsService.Answers;

/// <summary>A JSON value that was computed once.</summary>
public sealed class FinishedAnswer(string version, bool hasStats, byte[] json)
{
    // As much as answers are written in; the pool has buffers of this size.
    private const int PartBytes = 64 * 1024;

    private readonly Lazy<string> hash = new(() => Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16)));
    // A larger answer would keep its first reader waiting for longer than the bytes that are saved take to send.
    private const int SmallBytes = 512 * 1024;

    private readonly Lazy<byte[]> brotli = new(() => Compress(json, stream => new BrotliStream(stream, LevelFor(json))));
    private readonly Lazy<byte[]> gzip = new(() => Compress(json, stream => new GZipStream(stream, LevelFor(json))));

    public static FinishedAnswer EmptyList { get; } = new("", false, "[]"u8.ToArray());

    /// <summary>Of the totals that it was computed from.</summary>
    public string Version => version;

    /// <summary>Whether any stat matched; without one the value is what a processor makes of nothing.</summary>
    public bool HasStats => hasStats;

    public ReadOnlyMemory<byte> Json => json;

    public ReadOnlyMemory<byte> Brotli => brotli.Value;

    public ReadOnlyMemory<byte> GZip => gzip.Value;

    /// <summary>The same for the same bytes.</summary>
    public string Hash => hash.Value;

    /// <summary>An answer whose JSON is written now, into parts that go back to the pool.</summary>
    public static FinishedAnswer Write(string version, bool hasStats, Action<Utf8JsonWriter> write)
    {
        var parts = new Pipe(new PipeOptions(minimumSegmentSize: PartBytes, pauseWriterThreshold: 0, useSynchronizationContext: false));
        using (var writer = new Utf8JsonWriter(parts.Writer))
            write(writer);
        parts.Writer.Complete();
        parts.Reader.TryRead(out var read);
        var json = read.Buffer.ToArray();
        parts.Reader.Complete();
        return new FinishedAnswer(version, hasStats, json);
    }

    private static CompressionLevel LevelFor(byte[] bytes) => bytes.Length <= SmallBytes ? CompressionLevel.Optimal : CompressionLevel.Fastest;

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> wrap)
    {
        using var compressed = new MemoryStream();
        using (var stream = wrap(compressed))
            stream.Write(bytes);
        return compressed.ToArray();
    }
}

/// <summary>Finished answers by question; an answer stands for as long as the totals behind it don't change.</summary>
public sealed class FinishedAnswers(ComputationGate gate) : IDisposable
{
    // Bytes of JSON, and about what else is kept with an answer; the compressed forms come on top, a tenth each.
    private const long MaxBytes = 16 * 1024 * 1024;
    private const int EntryBytes = 1024;
    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = MaxBytes });
    private readonly SemaphoreSlim[] computing = [.. Enumerable.Range(0, 16).Select(_ => new SemaphoreSlim(1))];

    /// <param name="version">The version that the answer must at least have.</param>
    /// <exception cref="OverloadedException">It would have to be computed, and there was no turn in time.</exception>
    public async ValueTask<FinishedAnswer> GetAsync(object question, string version, Func<Task<FinishedAnswer>> compute, CancellationToken cancellationToken)
    {
        if (Find(question, version) is { } finished)
            return finished;
        var stripe = computing[(uint)question.GetHashCode() % computing.Length];

        // Those who ask the same wait for the one who computes it, and take no turn meanwhile.
        if (!await stripe.WaitAsync(Turns.Patience, cancellationToken))
            throw new OverloadedException();
        try
        {
            if (Find(question, version) is { } meanwhile)
                return meanwhile;
            var answer = await gate.RunAsync(compute, cancellationToken);
            return answers.Set(question, answer, new MemoryCacheEntryOptions { Size = EntryBytes + answer.Version.Length + answer.Json.Length });
        }
        finally
        {
            stripe.Release();
        }
    }

    public void Dispose()
    {
        answers.Dispose();
        Array.ForEach(computing, stripe => stripe.Dispose());
    }

    private FinishedAnswer? Find(object question, string version) =>
        answers.TryGetValue(question, out FinishedAnswer? answer) && answer!.Version == version ? answer : null;
}
