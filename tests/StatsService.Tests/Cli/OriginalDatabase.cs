using System.Text;
using System.Text.Json;
using StatsService.SampleData;

namespace StatsService.Tests.Cli;

/// <summary>What the original service's PostgreSQL database holds after two front offices sent their statistics, as its tools dump it.</summary>
internal sealed class OriginalDatabase
{
    private static readonly string[] ClientColumns =
        ["id", "uuid", "name", "token", "role", "latitude", "longitude", "last_seen", "local", "is_sharing_enabled", "created_at", "updated_at", "is_active"];

    private static readonly string[] StatColumns = ["uuid", "anr", "type", "date", "data", "created_at", "client_id"];

    private readonly List<string?[]> clients = [];
    private readonly List<string?[]> stats = [];

    public OriginalDatabase()
    {
        Add("admin", "the-original-admins-key", "2", null, null);
        foreach (var (number, name) in (ReadOnlySpan<(int, string)>)[(1, "Müller \"&\" Söhne, \\ Co"), (2, "plain")])
        {
            var token = StatsServiceApp.NewToken();
            Add(name, token, "1", number == 1 ? "49.6" : null, number == 1 ? "6.1" : null);
            var office = new SampleFrontOffice(client: number, anrs: 2, threats: 6, vulnerabilities: 10) { SendsUuids = true };
            var batch = office.Batch(DateOnly.Parse(PostedStat.Day(-20)), DateOnly.Parse(PostedStat.Day(-1)));
            Offices.Add((name, token, batch));
            foreach (var stat in JsonSerializer.Deserialize<List<JsonElement>>(batch)!)
                stats.Add([Text(stat, "uuid"), Text(stat, "anr"), Text(stat, "type"), Text(stat, "date"), stat.GetProperty("data").GetRawText(), "2024-01-02 03:04:05.678", $"{clients.Count}"]);
        }
    }

    /// <summary>The front offices' names and keys, and what they had posted.</summary>
    public List<(string Name, string Token, byte[] Batch)> Offices { get; } = [];

    public int Stats => stats.Count;

    public void AddStat(params string?[] row) => stats.Add(row);

    /// <summary>As <c>pg_dump --table=client --table=stats</c> writes it.</summary>
    public string ToDump() =>
        $"""
        --
        -- PostgreSQL database dump
        --
        SET client_encoding = 'UTF8';

        CREATE TABLE public.client (
            id integer NOT NULL
        );

        COPY public.client ({string.Join(", ", ClientColumns)}) FROM stdin;
        {Copy(clients)}
        \.


        COPY public.stats ({string.Join(", ", StatColumns)}) FROM stdin;
        {Copy(stats)}
        \.


        SELECT pg_catalog.setval('public.client_id_seq', 3, true);
        """;

    /// <summary>As <c>\copy client to 'client.csv' csv header</c> writes it.</summary>
    public string ClientsToCsv() => Csv(ClientColumns, clients);

    public string StatsToCsv() => Csv(StatColumns, stats);

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static string Copy(IEnumerable<string?[]> rows) => string.Join(
        '\n',
        rows.Select(row => string.Join(
            '\t',
            row.Select(value => value is null
                ? @"\N"
                : new StringBuilder(value).Replace(@"\", @"\\").Replace("\n", @"\n").Replace("\r", @"\r").Replace("\t", @"\t").ToString()))));

    private static string Csv(string[] columns, IEnumerable<string?[]> rows) => string.Concat(rows.Prepend(columns).Select(row => string.Join(
        ',',
        row.Select(value => value is not null && value.AsSpan().ContainsAny("\",\n\r") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value)) + "\n"));

    private void Add(string name, string token, string role, string? latitude, string? longitude) => clients.Add(
        [$"{clients.Count + 1}", Guid.NewGuid().ToString(), name, token, role, latitude, longitude, "2024-01-02 03:04:05", "t", "t", "2021-02-14 23:44:38.622748", null, "t"]);
}
