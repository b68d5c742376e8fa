using StatsService.Stats;

namespace StatsService.Queries;

/// <summary>How far a client's stats of a type reach.</summary>
/// <param name="Newest">The newest day.</param>
/// <param name="Anrs">ANRs that have stats of the type.</param>
public sealed record TypeInventory(StatType Type, DateOnly Newest, int Anrs);

/// <summary>Tells what is stored, without reading what is in it.</summary>
public sealed class StatInventory(StatStore store)
{
    /// <summary>One operation; types without stats are left out.</summary>
    public async Task<IReadOnlyList<TypeInventory>> ListNewestAsync(Guid client, CancellationToken cancellationToken) =>
    [
        .. from stat in await store.ReadLatestAsync(client, cancellationToken)
           group stat by stat.Type into type
           orderby type.Key
           select new TypeInventory(type.Key, type.Max(stat => stat.Date), type.Select(stat => stat.Anr).Distinct().Count()),
    ];

    /// <summary>How many stats are meant.</summary>
    public async Task<int> CountAsync(Guid client, StatSelection selection, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var type in StatTypes.All.Where(selection.Includes))
        {
            await foreach (var sheet in store.ReadAsync(client, type, selection.From, selection.To, cancellationToken))
                count += sheet.Entries.Count(selection.Includes);
        }

        return count;
    }
}
