using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StatsService.Clients;

/// <summary>The SHA-256 of a client's key in lower-case hexadecimal: all that is ever stored of a key.</summary>
public readonly record struct TokenHash(string Value)
{
    private const int TokenBytes = 64;

    public static TokenHash Of(string token) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))));

    /// <summary>A new key: 64 random bytes, base64url.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    public override string ToString() => Value;
}
