using System.Globalization;
using Azure.Data.Tables;

namespace StatsService.Storage;

/// <summary>Bytes laid over several properties of an entity, because one holds at most 64 KiB.</summary>
internal static class BinaryProperties
{
    private const int PropertyBytes = 64 * 1024;
    private const int Properties = 15;

    /// <summary>What an entity of at most 1 MiB has room for beside its other properties.</summary>
    public const int MaxBytes = PropertyBytes * Properties;

    public static void SetBytes(this TableEntity entity, string name, ReadOnlyMemory<byte> bytes)
    {
        for (var i = 0; i * PropertyBytes < bytes.Length; i++)
            entity[Property(name, i)] = bytes.Slice(i * PropertyBytes, Math.Min(PropertyBytes, bytes.Length - (i * PropertyBytes))).ToArray();
    }

    public static ReadOnlyMemory<byte> GetBytes(this TableEntity entity, string name)
    {
        var first = entity.GetBinary(Property(name, 0)) ?? [];
        if (first.Length < PropertyBytes)
            return first;
        using var all = new MemoryStream();
        for (var i = 0; entity.GetBinary(Property(name, i)) is { } part; i++)
            all.Write(part);
        return all.ToArray();
    }

    private static string Property(string name, int index) => name + index.ToString(CultureInfo.InvariantCulture);
}
