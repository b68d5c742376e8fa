namespace StatsService.Tests.Functions;

/// <summary>What callers do wrongly who see this API for the first time, and what they are told.</summary>
internal static class WrongCalls
{
    private const string Anr = "7b3d9b52-2f0e-4f52-9f57-6a2d1c8e0001";
    private const string Types = "Not one of risk, threat, vulnerability, cartography, compliance.";
    private const string NoDate = "Not a date: write one that exists as YYYY-MM-DD, or as an ISO 8601 date-time.";
    private const string Json = "application/json";

    /// <summary>By what they have in common, which is the heading that they have in <c>docs/mistakes.md</c>.</summary>
    public static IReadOnlyList<(string Heading, IReadOnlyList<WrongCall> Calls)> Kinds { get; } =
    [
        ("Without the right key",
        [
            new("GET /api/v1/client/me", null, null, null, 401, """{"Error":"Unauthorized - Authentication required."}"""),
            new("GET /api/v1/client/me", "no-such-key", null, null, 403, """{"Error":"Forbidden - Authentication failed."}"""),
            new("POST /api/v1/client/", "CLIENT", Json, """{"name":"new","is_sharing_enabled":true,"token":null}""", 403, """{"Error":"Forbidden - This call is for administrators."}"""),
        ]),
        ("At the wrong address",
        [
            new("GET /api/v1/clients", "CLIENT", null, null, 404, """{"message":"Nothing is here. /api/v1/ describes every call."}"""),
            new("GET /api/v2/stats/", "CLIENT", null, null, 404, """{"message":"Nothing is here. /api/v1/ describes every call."}"""),
            new("GET /api/v1/stats/acme", "CLIENT", null, null, 404, """{"message":"Nothing is here. /api/v1/ describes every call."}"""),
            new("PUT /api/v1/stats/", "CLIENT", Json, "[]", 405, """{"message":"This address takes GET, HEAD, POST. /api/v1/ describes every call."}"""),
            new("DELETE /api/v1/stats/", "CLIENT", null, null, 405, """{"message":"This address takes GET, HEAD, POST. /api/v1/ describes every call."}"""),
            new("GET /api/v1/client/", "CLIENT", null, null, 405, """{"message":"This address takes POST. /api/v1/ describes every call."}"""),
        ]),
        ("Asking for statistics",
        [
            new("GET /api/v1/stats/", "CLIENT", null, null, 400, Invalid("type", "Missing required parameter.")),
            new("GET /api/v1/stats/?type=risks", "CLIENT", null, null, 400, Invalid("type", Types)),
            new("GET /api/v1/stats/?type=risk&date_from=2026-11-31", "CLIENT", null, null, 400, Invalid("date_from", NoDate)),
            new("GET /api/v1/stats/?type=risk&date_from=31.01.2026", "CLIENT", null, null, 400, Invalid("date_from", NoDate)),
            new("GET /api/v1/stats/?type=risk&limit=ten", "CLIENT", null, null, 400, Invalid("limit", "Not an integer from 0 on.")),
            new("GET /api/v1/stats/?type=risk&offset=-1", "CLIENT", null, null, 400, Invalid("offset", "Not an integer from 0 on.")),
            new("GET /api/v1/stats/?type=risk&anrs=1,2", "CLIENT", null, null, 400, Invalid("anrs", "Not a list of UUIDs.")),
            new("GET /api/v1/stats/?type=risk&page=2", "CLIENT", null, null, 400, """{"message":"Unknown arguments: page"}"""),
            new("GET /api/v1/stats/?type=risk&get_last=maybe", "CLIENT", null, null, 400, Invalid("get_last", "Not a boolean.")),
            new("POST /api/v1/stats/query/", "CLIENT", "application/x-www-form-urlencoded", "type=risk", 415, """{"message":"The content type must be application/json: send the header Content-Type: application/json. Nothing took effect."}"""),
            new("POST /api/v1/stats/query/", "CLIENT", Json, "type=risk", 400, """{"message":"The body must be a JSON object. Nothing was changed."}"""),
            new("GET /api/v1/stats/processed/?type=risk&processor=risk_averages", "CLIENT", null, null, 400, """{"message":"Input payload validation failed","errors":{"type":"Missing required parameter: it is read from a JSON body, not from the query string.","processor":"Missing required parameter: it is read from a JSON body, not from the query string."}}"""),
            new("POST /api/v1/stats/processed/", "CLIENT", Json, """{"type":"risk"}""", 400, Invalid("processor", "Missing required parameter.")),
            new("POST /api/v1/stats/processed/", "CLIENT", Json, """{"type":"risk","processor":"mean"}""", 400, Invalid("processor", "Not one of risk_averages, risk_averages_on_date, threat_average_on_date, vulnerability_average_on_date, cartography_average, compliance_average.")),
            new("POST /api/v1/stats/processed/", "CLIENT", Json, """{"type":"risk","processor":"threat_average_on_date"}""", 400, """{"Error":"Processor 'threat_average_on_date' can not be used with type 'risk'."}"""),
        ]),
        ("Sending statistics, and settings of a front office",
        [
            new("POST /api/v1/stats/", "CLIENT", "text/plain", "[]", 415, """{"message":"The content type must be application/json: send the header Content-Type: application/json. Nothing took effect."}"""),
            new("POST /api/v1/stats/", "CLIENT", null, null, 415, """{"message":"The content type must be application/json: send the header Content-Type: application/json. Nothing took effect."}"""),
            new("POST /api/v1/stats/", "CLIENT", Json, "[{]", 400, """{"message":"The body could not be read as JSON (line 1, byte 3). Nothing was stored."}"""),
            new("POST /api/v1/stats/", "CLIENT", Json, "{}", 400, """{"message":"The body must be a JSON array of stats. Nothing was stored."}"""),
            new("POST /api/v1/stats/", "CLIENT", Json, $$"""[{"anr":"{{Anr}}","type":"risk"}]""", 400, Invalid("0.date", "Missing required field.")),
            new("POST /api/v1/stats/", "CLIENT", Json, $$"""[{"anr":"{{Anr}}","type":"risk","date":"2026-02-30"}]""", 400, Invalid("0.date", NoDate)),
            new("POST /api/v1/stats/", "CLIENT", Json, $$"""[{"anr":"acme","type":"risk","date":"2026-02-03"}]""", 400, Invalid("0.anr", "Not a UUID.")),
            new("POST /api/v1/stats/", "CLIENT", Json, $$"""[{"anr":"{{Anr}}","type":"risk","date":"2026-02-03","data":5}]""", 400, Invalid("0.data", "Neither a JSON object nor an array.")),
            new("POST /api/v1/stats/", "CLIENT", Json, $$"""[{"anr":"{{Anr}}","type":"risk","date":"2026-02-03","colour":5}]""", 400, Invalid("0.colour", "A stat has no such field.")),
            new("POST /api/v1/stats/", "CLIENT", Json, "[7]", 400, Invalid("0", "A stat must be a JSON object.")),
            new("POST /api/v1/stats/", "CLIENT", Json, $$"""[{"anr":"{{Anr}}","type":"risk","date":"2026-02-03","uuid":"7"}]""", 400, Invalid("0.uuid", "Not a UUID.")),
            new("PATCH /api/v1/client/me", "CLIENT", Json, "{", 400, """{"message":"The body must be a JSON object. Nothing was changed."}"""),
            new("PATCH /api/v1/client/me", "CLIENT", Json, """{"is_sharing_enabled":"yes"}""", 400, Invalid("is_sharing_enabled", "Not a boolean.")),
        ]),
        ("As an administrator",
        [
            new("POST /api/v1/client/", "ADMIN", "text/plain", """{"name":"new"}""", 400, """{"message":"Input payload validation failed","errors":{"name":"Missing required parameter: the content type is not application/json, so the body was not read.","is_sharing_enabled":"Missing required parameter: the content type is not application/json, so the body was not read.","token":"Missing required parameter: the content type is not application/json, so the body was not read."}}"""),
            new("POST /api/v1/client/", "ADMIN", Json, "name=new", 400, """{"message":"Input payload validation failed","errors":{"name":"Missing required parameter: the body is no JSON object.","is_sharing_enabled":"Missing required parameter: the body is no JSON object.","token":"Missing required parameter: the body is no JSON object."}}"""),
            new("POST /api/v1/client/", "ADMIN", Json, """{"name":"","is_sharing_enabled":true,"token":null}""", 400, Invalid("name", "Not a string of 1 to 100 characters.")),
            new("GET /api/v1/admin/client_sharing_activate.json/3f0b6f0e-54a3-4ed6-9a43-5f0de0a70001", "ADMIN", null, null, 400, """{"result":"KO","stderr":"No client has this UUID."}"""),
        ]),
        ("Public calls",
        [
            new("GET /stats/threats.json?processor=mean", null, null, null, 400, Invalid("processor", "'mean' is not one of risk_averages, risk_averages_on_date, threat_average_on_date, vulnerability_average_on_date, cartography_average, compliance_average.")),
            new("GET /mosp/objects.json?uuid=T1", null, null, null, 400, Invalid("uuid", "Not a UUID.")),
        ]),
    ];

    private static string Invalid(string field, string why) => $$$"""{"message":"Input payload validation failed","errors":{"{{{field}}}":"{{{why}}}"}}""";
}

/// <param name="Line">Method and path.</param>
/// <param name="Key">ADMIN: the administrator's; CLIENT: a front office's; else as it is.</param>
internal sealed record WrongCall(string Line, string? Key, string? ContentType, string? Body, int Status, string Answer);
