using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StatsService.Clients;

/// <summary>The SHA-256 of a client's key in lower-case hexadecimal: all that is ever stored of a key.</summary>
public readonly record struct TokenHash(string Value)
{
    /// <summary>Characters from which on a key that somebody chose is not easily guessed.</summary>
    public const int SafeLength = 16;

    private const int TokenBytes = 64;

    public static TokenHash Of(string token) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))));

    /// <summary>A new key: 64 random bytes, base64url.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Whether a key has so few characters that it could be guessed.</summary>
    public static bool IsShort(string token) => token.EnumerateRunes().Count() < SafeLength;

    /// <summary>A hash as it was written down.</summary>
    public static bool TryParse(string text, out TokenHash hash)
    {
        hash = new TokenHash(text);
        return text.Length == SHA256.HashSizeInBytes * 2 && text.All(char.IsAsciiHexDigitLower);
    }

    public override string ToString() => Value;
}
