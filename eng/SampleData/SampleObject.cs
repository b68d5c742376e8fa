using System.Security.Cryptography;
using System.Text;

namespace StatsService.SampleData;

/// <summary>A threat or a vulnerability, with its name in French, English, German and Dutch, the order of MONARC's labels 1 to 4.</summary>
public sealed record SampleObject(Guid Uuid, string French, string English, string German, string Dutch)
{
    internal static SampleObject Named(string kind, string french, string english, string german, string dutch) =>
        new(StableUuid(kind, english), french, english, german, dutch);

    /// <summary>A version 8 UUID (RFC 9562) made of what names the thing, so that it is the same on every machine.</summary>
    internal static Guid StableUuid(params ReadOnlySpan<string> parts)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', parts!)))[..16];
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x80);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
