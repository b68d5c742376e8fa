using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using StatsService.Wire;

namespace StatsService.Functions.Http.Contract;

/// <summary>Which fields of an answer its caller wants: the header <c>X-Fields</c>, in the syntax of Flask-RESTX.</summary>
/// <remarks>Source: https://flask-restx.readthedocs.io/en/latest/mask.html</remarks>
public sealed partial class FieldsMask
{
    private const string Header = "X-Fields";
    private readonly Dictionary<string, FieldsMask?> fields = [];

    private FieldsMask()
    {
    }

    /// <summary>The mask of a call. It is read before anything else of the call, because a mask that can't be read must change nothing.</summary>
    /// <inheritdoc cref="Parse"/>
    public static FieldsMask? Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Parse(request.Headers[Header]);
    }

    /// <summary>Parses <c>name,role</c>, <c>{metadata{count},data{uuid,date}}</c> or <c>*</c>.</summary>
    /// <returns>Null where nothing is masked.</returns>
    /// <exception cref="InvalidInputException">The mask can't be parsed.</exception>
    public static FieldsMask? Parse(string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (text[0] == '{')
            text = text[^1] == '}' ? text[1..^1] : throw Error("Missing closing bracket");

        var mask = new FieldsMask();
        var enclosing = new Stack<FieldsMask>();
        string? previous = null;
        foreach (var token in Tokens().EnumerateMatches(text))
        {
            var name = text.Substring(token.Index, token.Length);
            switch (name)
            {
                case "{":
                    if (previous is null || !mask.fields.ContainsKey(previous))
                        throw Error("Unexpected opening bracket");
                    enclosing.Push(mask);
                    mask = mask.fields[previous] = new FieldsMask();
                    break;
                case "}":
                    if (!enclosing.TryPop(out mask!))
                        throw Error("Unexpected closing bracket");
                    break;
                case ",":
                    if (previous is null or "," or "{")
                        throw Error("Unexpected comma");
                    break;
                default:
                    mask.fields[name] = null;
                    break;
            }

            previous = name;
        }

        return enclosing.Count == 0 ? mask : throw Error("Missing closing bracket");
    }

    /// <summary>Whether the field is wanted, and what of it; null: all of it.</summary>
    public bool Selects(string field, out FieldsMask? inner) => fields.TryGetValue(field, out inner) || fields.ContainsKey("*");

    /// <summary>Writes what is wanted of the value; in a list, of each element. A field inside what has no fields is dropped.</summary>
    public void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                    Write(writer, element);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    var name = property.Text();
                    if (Selects(name, out var inner) && (inner is null || property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
                    {
                        writer.WritePropertyName(name);
                        Write(writer, property.Value, inner);
                    }
                }

                writer.WriteEndObject();
                break;
            default:
                Write(writer, value, null);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, FieldsMask? mask)
    {
        if (mask is null || mask.fields.Keys.SequenceEqual(["*"]))
            writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
        else
            mask.Write(writer, value);
    }

    private static InvalidInputException Error(string why) => new($"Mask parse error: {why}");

    [GeneratedRegex(@"[{},]|[\w:\-*]+")]
    private static partial Regex Tokens();
}
