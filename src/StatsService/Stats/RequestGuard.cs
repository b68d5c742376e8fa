using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>The row <c>batch_…</c>: which stats of one request, all of which came without UUIDs, are stored.</summary>
/// <remarks>
/// A request that is sent again finds it, and stores what is missing: what its first try did not come to, or what was removed
/// since. The row goes with the last of its stats. It holds a bit for each place, which is at most 8 KiB.
/// </remarks>
/// <param name="Request">As <see cref="DerivedUuid.RequestOf"/> has it.</param>
internal sealed record RequestGuard(Guid Request, ReadOnlyMemory<byte> Places, string? Revision)
{
    private const string PlacesColumn = "Places";
    private const int BitsOfByte = 8;

    private string Key => StatKeys.Batch(Request);

    /// <summary>That of a request of which nothing is stored yet.</summary>
    public static RequestGuard None(Guid request) => new(request, default, null);

    /// <param name="revision">Under which the row was read or written.</param>
    public static RequestGuard FromRow(Row row, string? revision) => new(StatKeys.ParseBatch(row.Key), row.GetBytes(PlacesColumn), revision);

    public bool Has(Guid uuid)
    {
        var place = DerivedUuid.PlaceOf(uuid);
        return place / BitsOfByte < Places.Length && (Places.Span[place / BitsOfByte] & BitOf(place)) != 0;
    }

    /// <summary>Adds to a write that some of the request's stats are stored with it.</summary>
    public void Add(IReadOnlyCollection<Guid> uuids, RowChanges changes)
    {
        var places = new byte[Math.Max(Places.Length, (uuids.Max(DerivedUuid.PlaceOf) / BitsOfByte) + 1)];
        Places.CopyTo(places);
        foreach (var place in uuids.Select(DerivedUuid.PlaceOf))
            places[place / BitsOfByte] |= BitOf(place);
        changes.AddOrReplace(ToRow(places), Revision);
    }

    /// <summary>Adds to a write that some of the request's stats are removed with it.</summary>
    public void Remove(IReadOnlyCollection<Guid> uuids, RowChanges changes)
    {
        if (Revision is null)
            return;
        var places = Places.ToArray();
        foreach (var uuid in uuids.Where(Has))
            places[DerivedUuid.PlaceOf(uuid) / BitsOfByte] &= (byte)~BitOf(DerivedUuid.PlaceOf(uuid));
        if (places.AsSpan().ContainsAnyExcept((byte)0))
            changes.Replace(ToRow(places), Revision);
        else
            changes.Delete(Key, Revision);
    }

    private Row ToRow(byte[] places) => new(Key) { [PlacesColumn] = places };

    private static byte BitOf(int place) => (byte)(1 << (place % BitsOfByte));
}
