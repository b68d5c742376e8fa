using System.Text.Encodings.Web;
using System.Text.Json;

namespace StatsService.Cli;

/// <summary>The spelling of results as JSON.</summary>
internal static class ResultJson
{
    /// <summary>Letters stay letters: the encoder that is the default is made for JSON within HTML.</summary>
    public static JsonSerializerOptions Indented { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };
}
