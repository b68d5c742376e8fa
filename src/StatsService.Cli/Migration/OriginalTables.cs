using System.Globalization;
using System.Text;
using StatsService.Clients;
using StatsService.Transfer;

namespace StatsService.Cli.Migration;

/// <summary>The rows of the original service's tables <c>client</c> and <c>stats</c>. Its keys are stored as they are; here only their hashes go on.</summary>
internal static class OriginalTables
{
    public const string Client = "client";
    public const string Stats = "stats";

    /// <summary>The names of a table's columns, as its head has them.</summary>
    /// <exception cref="RefusalException">A column stands there twice, so nobody can tell which of its values counts.</exception>
    public static string[] Columns(string table, IEnumerable<string> head)
    {
        string[] columns = [.. head];
        return columns.Distinct().Count() == columns.Length
            ? columns
            : throw new RefusalException($"The head of the table {table} names a column twice: dump it again. What was read until now is imported.");
    }

    /// <param name="row">By column; null: NULL.</param>
    /// <param name="where">The place in the file, for people.</param>
    public static TransferRecord ToRecord(string table, IReadOnlyDictionary<string, string?> row, string where) =>
        table == Client ? ToClient(row, where) : new StatFields(
            row.GetValueOrDefault("client_id"),
            row.GetValueOrDefault("uuid"),
            row.GetValueOrDefault("anr"),
            row.GetValueOrDefault("type"),
            row.GetValueOrDefault("date"),
            Encoding.UTF8.GetBytes(row.GetValueOrDefault("data") ?? "")).ToRecord(where);

    private static TransferRecord ToClient(IReadOnlyDictionary<string, string?> row, string where)
    {
        if (row.GetValueOrDefault("id") is not { Length: > 0 } id || !Guid.TryParse(row.GetValueOrDefault("uuid"), out var uuid))
            return new UnreadableRecord(where, "the client has no id or uuid");
        var (latitude, longitude) = (Number(row, "latitude"), Number(row, "longitude"));
        var client = new Client
        {
            Uuid = uuid,
            Name = row.GetValueOrDefault("name") ?? uuid.ToString(),
            Role = row.GetValueOrDefault("role") == "2" ? ClientRole.Admin : ClientRole.User,

            // To share has to be agreed to: older versions have no such column.
            IsSharingEnabled = IsTrue(row, "is_sharing_enabled"),
            IsActive = row.GetValueOrDefault("is_active") is null || IsTrue(row, "is_active"),
            Latitude = longitude is null ? null : latitude,
            Longitude = latitude is null ? null : longitude,
            CreatedAt = DateTimeOffset.TryParse(row.GetValueOrDefault("created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created) ? created : DateTimeOffset.UnixEpoch,
        };
        return new ClientRecord(id, client, row.GetValueOrDefault("token") is { Length: > 0 } token ? TokenHash.Of(token) : null);
    }

    private static bool IsTrue(IReadOnlyDictionary<string, string?> row, string column) => row.GetValueOrDefault(column)?.ToLowerInvariant() is "t" or "true" or "1";

    private static double? Number(IReadOnlyDictionary<string, string?> row, string column) =>
        double.TryParse(row.GetValueOrDefault(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
