using System.Runtime.InteropServices;
using System.Text.Json;
using StatsService.Wire;

namespace StatsService.Tallies;

/// <summary>
/// Adds compliance: <c>[{"referential": uuid, "label1"…, "current": [{"label1"…, "controls": [{"code", "measure": uuid, "value"}], "value": "0.14"}], "target": the same}]</c>.
/// </summary>
/// <remarks>
/// The paths are <c>{referential}</c>, <c>{referential}/{category}</c>, whose counts sum up its places in the list, and below it <c>controls</c>, <c>current</c> and <c>target</c>,
/// whose counts sum up how many controls there are and how far they are put in place, from 0 to 1. A category has no UUID of its own and is called otherwise in each language,
/// so it goes by the smallest UUID of its controls.
/// </remarks>
public static class ComplianceTallying
{
    public const string Controls = "controls";

    /// <summary>The names of the two lists, and of what is summed up of them.</summary>
    public static IReadOnlyList<string> Lists { get; } = ["current", "target"];

    /// <returns>How many elements were malformed, or report what another one before them reports.</returns>
    internal static int Add(Tally tally, JsonElement data, LabelCache? known)
    {
        if (data.ValueKind != JsonValueKind.Array)
            return 1;
        return data.EnumerateArray().Sum(referential => AddReferential(tally, referential, known));
    }

    private static int AddReferential(Tally tally, JsonElement referential, LabelCache? known)
    {
        if (Uuid(referential, "referential") is not { } uuid || tally.Report($"{uuid:D}") is not { } sums)
            return 1;
        sums.AddReport(default, default, default);
        AddLabels(sums, referential, known);
        var malformed = 0;
        foreach (var list in Lists)
        {
            if (!referential.TryGetProperty(list, out var categories) || categories.ValueKind != JsonValueKind.Array)
                malformed++;
            else
                malformed += categories.EnumerateArray().Index().Count(category => !TryAddCategory(tally, uuid, list, category.Index, category.Item, known));
        }

        return malformed;
    }

    private static bool TryAddCategory(Tally tally, Guid referential, string list, int place, JsonElement category, LabelCache? known)
    {
        if (category.ValueKind != JsonValueKind.Object || !category.TryGetProperty("controls", out var controls) || controls.ValueKind != JsonValueKind.Array
            || !category.TryGetProperty("value", out var element) || !Quantity.TryRead(element, out var value) || !value.IsShare)
            return false;
        var measures = controls.EnumerateArray().Select(control => Uuid(control, "measure")).OfType<Guid>().ToList();
        if (measures.Count == 0)
            return false;
        var path = $"{referential:D}/{measures.Min():D}";
        if (tally.Report($"{path}/{list}") is not { } sums)
            return false;
        sums.AddReport(value, default, default);
        if (tally.Report(path) is { } own)
        {
            own.AddReport(Quantity.Of(place), default, default);
            AddLabels(own, category, known);
            tally.Report($"{path}/{Controls}")?.AddReport(Quantity.Of(controls.GetArrayLength()), default, default);
        }

        return true;
    }

    private static void AddLabels(Sums sums, JsonElement labelled, LabelCache? known)
    {
        for (var language = 0; language < ObjectLabels.Languages; language++)
        {
            if (!labelled.TryGetProperty(ObjectLabels.Name(language), out var label))
                continue;
            var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(label));
            reader.Read();
            sums.AddLabel(language, known?.Read(ref reader) ?? ObjectLabels.Read(ref reader), 1, StatTallying.MaxVariants);
        }
    }

    private static Guid? Uuid(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var uuid) && Guid.TryParseExact(uuid.Text(), "D", out var parsed) ? parsed : null;
}
