namespace StatsService.Tests.Functions;

/// <summary>What callers send wrongly, and what they are answered: each answer is to tell a stranger what to send instead.</summary>
public sealed class WrongCallTests(StatsServiceFixture service) : IClassFixture<StatsServiceFixture>
{
    /// <summary>Who calls (nobody, a stranger with an invented key, a client, an administrator), the call, its body, the status, and the answer.</summary>
    public static TheoryData<string, string, string?, int, string> Calls => new()
    {
        { "nobody", "GET client/me", null, 401, """{"Error":"Unauthorized - Authentication required."}""" },
        { "stranger", "GET client/me", null, 403, """{"Error":"Forbidden - Authentication failed."}""" },
        { "client", "GET client/", null, 405, """{"message":"This address takes POST. /api/v1/ describes every call."}""" },
        { "client", "POST client/", """{"name": "acme"}""", 403, """{"Error":"Forbidden - This call is for administrators."}""" },
        { "admin", "POST client/", "{}", 400, """{"message":"Input payload validation failed","errors":{"name":"Missing required parameter.","is_sharing_enabled":"Missing required parameter.","token":"Missing required parameter."}}""" },
        { "admin", "POST client/", """{"name": "acme", "token": "short"}""", 400, """{"message":"Input payload validation failed","errors":{"is_sharing_enabled":"Missing required parameter."}}""" },
        { "admin", "POST client/", """{"name": "", "token": "a-key-of-enough-characters"}""", 400, """{"message":"Input payload validation failed","errors":{"name":"Not a string of 1 to 100 characters.","is_sharing_enabled":"Missing required parameter."}}""" },
        { "client", "PATCH client/me", """{"is_sharing_enabled": "maybe"}""", 400, """{"message":"Input payload validation failed","errors":{"is_sharing_enabled":"Not a boolean."}}""" },
        { "client", "PATCH client/coordinates", """{"latitude": "north", "longitude": 6.1}""", 404, """{"message":"Nothing is here. /api/v1/ describes every call."}""" },
        { "client", "GET stats/", null, 400, """{"message":"Input payload validation failed","errors":{"type":"Missing required parameter."}}""" },
        { "client", "GET stats/", """{"type": "weather"}""", 400, """{"message":"Input payload validation failed","errors":{"type":"Not one of risk, threat, vulnerability, cartography, compliance."}}""" },
        { "client", "GET stats/", """{"type": "risk", "date_from": "2026-11-31"}""", 400, """{"message":"Input payload validation failed","errors":{"date_from":"Not a date: write one that exists as YYYY-MM-DD, or as an ISO 8601 date-time."}}""" },
        { "client", "GET stats/", """{"type": "risk", "date_from": "yesterday"}""", 400, """{"message":"Input payload validation failed","errors":{"date_from":"Not a date: write one that exists as YYYY-MM-DD, or as an ISO 8601 date-time."}}""" },
        { "client", "GET stats/", """{"type": "risk", "anrs": ["1"]}""", 400, """{"message":"Input payload validation failed","errors":{"anrs":"Not a list of UUIDs."}}""" },
        { "client", "GET stats/", """{"type": "risk", "anrs": "all"}""", 400, """{"message":"Input payload validation failed","errors":{"anrs":"Not a list of UUIDs."}}""" },
        { "client", "GET stats/", """{"type": "risk", "limit": "many"}""", 400, """{"message":"Input payload validation failed","errors":{"limit":"Not an integer from 0 on."}}""" },
        { "client", "GET stats/", """{"type": "risk", """, 400, """{"message":"Input payload validation failed","errors":{"type":"Missing required parameter: the body is no JSON object."}}""" },
        { "client", "GET stats/7", null, 404, """{"message":"Nothing is here. /api/v1/ describes every call."}""" },
        { "client", "POST stats/", null, 415, """{"message":"The content type must be application/json: send the header Content-Type: application/json. Nothing took effect."}""" },
        { "client", "POST stats/", "[", 400, """{"message":"The body could not be read as JSON (line 1, byte 2). Nothing was stored."}""" },
        { "client", "POST stats/", "{}", 400, """{"message":"The body must be a JSON array of stats. Nothing was stored."}""" },
        { "client", "POST stats/", """[{"type": "risk", "data": {}}]""", 400, """{"message":"Input payload validation failed","errors":{"0.anr":"Missing required field.","0.date":"Missing required field."}}""" },
        { "client", "POST stats/", """[{"anr": "x", "type": "risk", "date": "2026-01-31", "data": {}}]""", 400, """{"message":"Input payload validation failed","errors":{"0.anr":"Not a UUID."}}""" },
        { "client", "POST stats/", """[{"anr": "6f2c3f0e-0000-4000-8000-000000000001", "type": "risks", "date": "2026-01-31", "data": {}}]""", 400, """{"message":"Input payload validation failed","errors":{"0.type":"Not one of risk, threat, vulnerability, cartography, compliance."}}""" },
        { "client", "POST stats/", """[{"anr": "6f2c3f0e-0000-4000-8000-000000000001", "type": "risk", "date": "31.1.2026", "data": {}}]""", 400, """{"message":"Input payload validation failed","errors":{"0.date":"Not a date: write one that exists as YYYY-MM-DD, or as an ISO 8601 date-time."}}""" },
        { "client", "PUT stats/", "[]", 405, """{"message":"This address takes GET, HEAD, POST. /api/v1/ describes every call."}""" },
        { "client", "GET stats/processed/", """{"type": "threat"}""", 400, """{"message":"Input payload validation failed","errors":{"processor":"Missing required parameter."}}""" },
        { "client", "GET stats/processed/", """{"type": "threat", "processor": "threat_sum"}""", 400, """{"message":"Input payload validation failed","errors":{"processor":"Not one of risk_averages, risk_averages_on_date, threat_average_on_date, vulnerability_average_on_date, cartography_average, compliance_average."}}""" },
        { "client", "GET stats/processed/", """{"type": "risk", "processor": "threat_average_on_date"}""", 400, """{"Error":"Processor 'threat_average_on_date' can not be used with type 'risk'."}""" },
        { "client", "GET nowhere", null, 404, """{"message":"Nothing is here. /api/v1/ describes every call."}""" },
        { "client", "GET stats/", """{"type": "risk", "offset": -1}""", 400, """{"message":"Input payload validation failed","errors":{"offset":"Not an integer from 0 on."}}""" },
        { "client", "GET stats/", """{"type": "risk", "get_last": "perhaps"}""", 400, """{"message":"Input payload validation failed","errors":{"get_last":"Not a boolean."}}""" },
        { "client", "POST stats/query/", "{}", 400, """{"message":"Input payload validation failed","errors":{"type":"Missing required parameter."}}""" },
        { "client", "DELETE stats/", null, 405, """{"message":"This address takes GET, HEAD, POST. /api/v1/ describes every call."}""" },
        { "client", "PATCH client/me", "{", 400, """{"message":"The body must be a JSON object. Nothing was changed."}""" },
        { "client", "GET stats/processed/", """{"type": "threat", "processor": "threat_average_on_date", "anrs": [7]}""", 400, """{"message":"Input payload validation failed","errors":{"anrs":"Not a list of UUIDs."}}""" },
        { "client", "GET stats/processed/", """{"type": "threat", "processor": "threat_average_on_date", "date_to": "2026-02-30"}""", 400, """{"message":"Input payload validation failed","errors":{"date_to":"Not a date: write one that exists as YYYY-MM-DD, or as an ISO 8601 date-time."}}""" },
        { "client", "POST stats/", """[{"anr": "6f2c3f0e-0000-4000-8000-000000000001", "type": "risk", "date": "2026-01-31", "uuid": "7"}]""", 400, """{"message":"Input payload validation failed","errors":{"0.uuid":"Not a UUID."}}""" },
        { "client", "POST stats/", "[7]", 400, """{"message":"Input payload validation failed","errors":{"0":"A stat must be a JSON object."}}""" },
    };

    [Fact]
    public async Task Each_is_answered_with_what_to_send_instead()
    {
        var client = await service.App.RegisterAsync();
        foreach (var (who, call, body, status, answer) in Calls.Select(row => row.Data))
        {
            var caller = who switch
            {
                "nobody" => service.App.Anonymous,
                "stranger" => new MonarcClient(service.App.Http, StatsServiceApp.NewToken()),
                "admin" => service.App.Admin,
                _ => client,
            };
            var words = call.Split(' ');
            var answered = await caller.SendAsync(words[0], words[1], body);
            Assert.Equal((who, call, body, status, answer), (who, call, body, answered.Status, answered.Text));
        }
    }
}
