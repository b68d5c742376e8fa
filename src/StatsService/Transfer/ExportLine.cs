using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Wire;

namespace StatsService.Transfer;

/// <summary>
/// A line of an export: a client, or a stat, which has the property <c>client</c>. A stat's data stands there as it was sent;
/// data with line breaks in it as a string, <c>data_text</c>, so that it comes back byte for byte and a line stays a line.
/// </summary>
public static class ExportLine
{
    /// <summary>The name of what is stored of a client's key, so that the key goes on working where the client is imported.</summary>
    private const string TokenSha256 = "token_sha256";

    private static readonly JsonSerializerOptions Spelling = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    public static void Write(IBufferWriter<byte> output, Client client, TokenHash token)
    {
        var line = JsonSerializer.SerializeToNode(client, Spelling)!.AsObject();
        line[TokenSha256] = token.Value;
        using (var writer = new Utf8JsonWriter(output))
            line.WriteTo(writer);
        output.Write("\n"u8);
    }

    public static void Write(IBufferWriter<byte> output, Guid client, Stat stat)
    {
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("client", client);
            writer.WriteString("uuid", stat.Uuid);
            writer.WriteString("anr", stat.Anr);
            writer.WriteString("type", stat.Type.Name());
            writer.WriteString("date", stat.Date.ToWire());
            if (stat.Data.Span.ContainsAny(LineBreaks))
            {
                writer.WriteString("data_text", stat.Data.Span);
            }
            else
            {
                writer.WritePropertyName("data");
                writer.WriteRawValue(stat.Data.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <param name="where">The place in the file, for people.</param>
    public static TransferRecord Read(string line, string where)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = Ingestion.StatBatchReader.MaxDepth });
            var root = document.RootElement;
            if (root.TryGetProperty("client", out _))
                return new StatFields(Text(root, "client"), Text(root, "uuid"), Text(root, "anr"), Text(root, "type"), Text(root, "date"), Data(root)).ToRecord(where);
            return ToClientRecord(root, where);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Said below: what exactly is wrong may quote what is secret.
        }

        return new UnreadableRecord(where, "it is no line of an export");
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static byte[] Data(JsonElement stat) =>
        stat.TryGetProperty("data_text", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!)
        : stat.TryGetProperty("data", out var data) ? JsonMarshal.GetRawUtf8Value(data).ToArray()
        : [];

    private static TransferRecord ToClientRecord(JsonElement line, string where) =>
        line.Deserialize<Client>(Spelling) is { Name.Length: > 0 } client && client.Uuid != Guid.Empty && client.CreatedAt != default && Enum.IsDefined(client.Role)
        && Text(line, TokenSha256) is { } hash && TokenHash.TryParse(hash, out var token)
            ? new ClientRecord(client.Uuid.ToString("D"), client, token)
            : new UnreadableRecord(where, "it is no client of an export");
}
