using System.Text.Json;

namespace StatsService.Functions.Http.Contract;

internal static class JsonNames
{
    /// <summary>The name as text; a replacement character where it holds half a surrogate pair, which is JSON but no text.</summary>
    public static string Text(this JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }
}
