using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using StatsService.Ingestion;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Wire;

namespace StatsService.Functions.Http.Contract;

/// <summary>
/// A call's parameters by name. MONARC sends them as a JSON body, also with GET; a body that is missing or no JSON
/// object counts as none. Each is taken with its rule; then all that is wrong is answered together.
/// </summary>
internal sealed class Parameters
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxUuids = 20_000;
    private readonly Dictionary<string, JsonElement> values;
    private readonly string missing;
    private readonly HashSet<string> known = [];
    private readonly Dictionary<string, string> errors = [];

    /// <param name="missing">What is told of a required parameter that is not among the values.</param>
    private Parameters(Dictionary<string, JsonElement> values, string missing = "Missing required parameter.")
    {
        this.values = values;
        this.missing = missing;
    }

    /// <summary>What a rule makes of a value: an error, or null and the result.</summary>
    public delegate string? Rule<T>(JsonElement value, out T result);

    /// <summary>Those of the body alone.</summary>
    public static Task<Parameters> ReadAsync(HttpRequest request, CancellationToken cancellationToken) => ReadAsync(request, [], cancellationToken);

    /// <summary>Those of the query string alone: the answer may be cached by its address.</summary>
    public static Parameters OfQuery(HttpRequest request) => new(InQuery(request));

    /// <summary>Those of the query string too; where both give a parameter, the body wins.</summary>
    public static Task<Parameters> ReadWithQueryAsync(HttpRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, InQuery(request), cancellationToken);

    /// <summary>For calls that change something, and for questions by POST: the body has to be a JSON object.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    /// <exception cref="BadHttpRequestException">Its content type is another one.</exception>
    public static async Task<Parameters> ReadStrictAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            throw new BadHttpRequestException("The content type is another one.", StatusCodes.Status415UnsupportedMediaType);
        var values = new Dictionary<string, JsonElement>();
        return TryReadObject(await RequestBody.ReadAsync(request, MaxBytes, cancellationToken), values)
            ? new Parameters(values)
            : throw new InvalidInputException("The body must be a JSON object. Nothing was changed.");
    }

    public T Required<T>(string name, Rule<T> rule) => Take(name, rule, default!, missing);

    public T Optional<T>(string name, Rule<T> rule, T absent = default!) => Take(name, rule, absent, null);

    /// <exception cref="InvalidInputException">A parameter is missing or wrong.</exception>
    public void ThrowIfWrong()
    {
        if (errors.Count > 0)
            throw new InvalidInputException(errors);
    }

    /// <exception cref="InvalidInputException">A parameter is missing, wrong or, if all are right, unknown.</exception>
    public void ThrowIfWrongOrUnknown()
    {
        ThrowIfWrong();
        var unknown = values.Keys.Where(name => !known.Contains(name)).ToList();
        if (unknown.Count > 0)
            throw new InvalidInputException($"Unknown arguments: {InvalidInputException.Shortened(string.Join(", ", unknown))}");
    }

    /// <summary>One of the values that the rule's parser knows.</summary>
    public static Rule<T> OneOf<T>(IEnumerable<string> names, Func<string?, T?> find)
        where T : class => (JsonElement value, out T result) =>
    {
        result = find(value.Text())!;
        return result is null ? $"Not one of {string.Join(", ", names)}." : null;
    };

    /// <summary>The code of one of MONARC's languages.</summary>
    public static string? Language(JsonElement value, out Language result) =>
        Languages.TryParse(value.Text(), out result) ? null : $"Not one of {string.Join(", ", Languages.Names)}.";

    /// <summary>What objects are compared by.</summary>
    public static string? Measure(JsonElement value, out Measure result) =>
        Measures.TryParse(value.Text(), out result) ? null : $"Not one of {string.Join(", ", Measures.Names)}.";

    public static string? Type(JsonElement value, out StatType result) =>
        StatTypes.TryParse(value.Text(), out result) ? null : $"Not one of {string.Join(", ", StatTypes.Names)}.";

    /// <summary>Null means none.</summary>
    public static string? Uuid(JsonElement value, out Guid? result)
    {
        result = WireText.TryParseUuid(value.Text(), out var uuid) ? uuid : null;
        return result is null && value.ValueKind != JsonValueKind.Null ? "Not a UUID." : null;
    }

    /// <summary>Null means none.</summary>
    public static string? Uuids(JsonElement value, out IReadOnlySet<Guid> result)
    {
        var uuids = new HashSet<Guid>();
        result = uuids;
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.Array)
            return "Not a list of UUIDs.";
        if (value.GetArrayLength() > MaxUuids)
            return "More than 20,000 UUIDs.";
        foreach (var element in value.EnumerateArray())
        {
            if (!WireText.TryParseUuid(element.Text(), out var uuid))
                return "Not a list of UUIDs.";
            uuids.Add(uuid);
        }

        return null;
    }

    /// <summary>Null means the default.</summary>
    public static string? Date(JsonElement value, out DateOnly? result)
    {
        result = WireText.TryParseDate(value.Text(), out var date) ? date : null;
        return result is null && value.ValueKind != JsonValueKind.Null ? WireText.NoDate : null;
    }

    /// <summary>0 or 1, also in a string or as a boolean.</summary>
    public static string? ZeroOrOne(JsonElement value, out bool result)
    {
        result = value.ValueKind == JsonValueKind.True || NumberText(value) == "1";
        return result || value.ValueKind == JsonValueKind.False || NumberText(value) == "0" ? null : "Not 0 or 1.";
    }

    /// <summary>A boolean, 0 or 1, or one of these in a string.</summary>
    public static string? Boolean(JsonElement value, out bool result)
    {
        result = bool.TryParse(value.Text(), out var spelled) && spelled;
        return spelled || string.Equals(value.Text(), bool.FalseString, StringComparison.OrdinalIgnoreCase) || ZeroOrOne(value, out result) is null ? null : "Not a boolean.";
    }

    /// <summary>As <see cref="Boolean"/>; null and the empty string mean false.</summary>
    public static string? BooleanOrNothing(JsonElement value, out bool result)
    {
        result = false;
        return value.ValueKind == JsonValueKind.Null || value.Text()?.Length == 0 ? null : Boolean(value, out result);
    }

    /// <summary>An integer from 0 on, also in a string; null stays null.</summary>
    public static string? Natural(JsonElement value, out long? result)
    {
        result = long.TryParse(NumberText(value), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return result is null && value.ValueKind != JsonValueKind.Null ? "Not an integer from 0 on." : null;
    }

    /// <summary>1 to 100 characters.</summary>
    public static string? Name(JsonElement value, out string result)
    {
        result = value.Text() ?? "";
        return result.EnumerateRunes().Count() is >= 1 and <= 100 ? null : "Not a string of 1 to 100 characters.";
    }

    /// <summary>As <see cref="Name"/>; null stays null.</summary>
    public static string? NameOrNull(JsonElement value, out string? result)
    {
        result = null;
        return value.ValueKind == JsonValueKind.Null ? null : Name(value, out result);
    }

    private static string? NumberText(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.Text();

    private static async Task<Parameters> ReadAsync(HttpRequest request, Dictionary<string, JsonElement> values, CancellationToken cancellationToken)
    {
        var body = request.HasJsonContentType() ? await RequestBody.ReadAsync(request, MaxBytes, cancellationToken) : default;
        var isRead = TryReadObject(body, values);
        // Whoever sent something that counts as nothing would look for the mistake in vain.
        var reason = isRead || values.Count > 0 ? ""
            : !body.IsEmpty ? ": the body is no JSON object"
            : request.ContentLength > 0 ? ": the content type is not application/json, so the body was not read"
            : request.QueryString.HasValue ? ": it is read from a JSON body, not from the query string"
            : "";
        return new Parameters(values, $"Missing required parameter{reason}.");
    }

    private static Dictionary<string, JsonElement> InQuery(HttpRequest request) =>
        request.Query.ToDictionary(parameter => parameter.Key, parameter => ToElement(parameter.Key, parameter.Value));

    private static JsonElement ToElement(string name, StringValues texts) => JsonSerializer.SerializeToElement(
        texts.Count == 1 && name is not ("anrs" or "objects") ? (object?)texts[0] : texts.SelectMany(text => text!.Split(',', StringSplitOptions.RemoveEmptyEntries)));

    private static bool TryReadObject(ReadOnlyMemory<byte> json, Dictionary<string, JsonElement> values)
    {
        if (!Utf8.IsValid(json.Span))
            return false;
        try
        {
            var body = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = StatBatchReader.MaxDepth }).RootElement;
            if (body.ValueKind != JsonValueKind.Object)
                return false;
            foreach (var property in body.EnumerateObject())
                values[property.Text()] = property.Value;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private T Take<T>(string name, Rule<T> rule, T absent, string? absentError)
    {
        known.Add(name);
        var result = absent;
        if ((values.TryGetValue(name, out var value) ? rule(value, out result) : absentError) is { } error)
            errors[name] = error;
        return result;
    }
}
