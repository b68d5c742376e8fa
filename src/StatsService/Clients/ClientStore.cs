using System.Security.Cryptography;
using System.Text;
using StatsService.Storage;

namespace StatsService.Clients;

/// <summary>The registered clients; name, UUID and key are each unique.</summary>
/// <remarks>
/// The table <c>Clients</c> has one partition. The row of a client is found by the hash of its key with one operation; a row
/// for its name and one for its UUID point to it and keep both unique. A client that is excluded from averages has one row more, so
/// that all of these are found with one operation; it is written in the same transaction as the client's own row.
/// </remarks>
public sealed class ClientStore(StorageEngine storage)
{
    private const string Partition = "clients";
    private const string TokenPrefix = "token_";
    private const string ExcludedPrefix = "excluded_";
    private const string Token = "Token";
    private const int MaxConflicts = 20;

    private readonly Table table = storage.Table(TableNames.Clients);

    /// <summary>One operation.</summary>
    public async Task<Client?> FindByTokenAsync(TokenHash token, CancellationToken cancellationToken) =>
        await FindAsync(TokenKey(token), cancellationToken) is { } row ? ToClient(row) : null;

    public async Task<Client?> FindByUuidAsync(Guid uuid, CancellationToken cancellationToken) =>
        await FindPointedToAsync(UuidKey(uuid), cancellationToken) is { } row ? ToClient(row) : null;

    public async Task<Client?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        await FindPointedToAsync(NameKey(name), cancellationToken) is { } row ? ToClient(row) : null;

    /// <returns>What is stored of the client's key; null where there is no such client.</returns>
    public async Task<TokenHash?> FindTokenAsync(Guid uuid, CancellationToken cancellationToken) =>
        await FindAsync(UuidKey(uuid), cancellationToken) is { } pointer ? new TokenHash(pointer.GetString(Token)!) : null;

    /// <returns>False where the name or the key is taken; nothing is stored then.</returns>
    public async Task<bool> AddAsync(Client client, TokenHash token, CancellationToken cancellationToken)
    {
        var changes = new RowChanges(Partition)
            .Add(ToRow(client, TokenKey(token)))
            .Add(Pointer(NameKey(client.Name), token))
            .Add(Pointer(UuidKey(client.Uuid), token));
        if (client.IsExcluded)
            changes.Put(new Row(ExcludedKey(client.Uuid)));
        return (await table.WriteAsync(changes, cancellationToken)).IsDone;
    }

    /// <summary>Applies a change to the newest state of the client; the change may be asked for more than once.</summary>
    /// <returns>The client as it is stored now; null where there is none.</returns>
    public async Task<Client?> UpdateAsync(Guid uuid, Func<Client, Client> change, CancellationToken cancellationToken)
    {
        Client? changed = null;
        var isThere = await WriteAsync(uuid, ToChanges, cancellationToken);
        return isThere ? changed : null;

        RowChanges ToChanges(Row row)
        {
            var client = ToClient(row);
            changed = change(client);
            var changes = new RowChanges(Partition).Replace(ToRow(changed, row.Key), row.Revision!);
            return changed.IsExcluded == client.IsExcluded ? changes
                : changed.IsExcluded ? changes.Put(new Row(ExcludedKey(uuid)))
                : changes.DeleteAny(ExcludedKey(uuid));
        }
    }

    /// <summary>Gives the client another key; the old one opens nothing from then on.</summary>
    /// <returns>The client; null where there is none, or where another has the key: nothing is changed then.</returns>
    public async Task<Client?> ReplaceTokenAsync(Guid uuid, TokenHash token, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            if (await FindPointedToAsync(UuidKey(uuid), cancellationToken) is not { } row)
                return null;
            if (await FindByTokenAsync(token, cancellationToken) is { } owner)
                return owner.Uuid == uuid ? owner : null;
            var client = ToClient(row);
            var changes = new RowChanges(Partition)
                .Delete(row.Key, row.Revision!)
                .Add(ToRow(client, TokenKey(token)))
                .Put(Pointer(NameKey(client.Name), token))
                .Put(Pointer(UuidKey(uuid), token));
            if ((await table.WriteAsync(changes, cancellationToken)).IsDone)
                return client;
        }

        throw TooManyConflicts();
    }

    /// <summary>Forgets the client and its key, not its stats. Without effect where there is none.</summary>
    public Task RemoveAsync(Guid uuid, CancellationToken cancellationToken) => WriteAsync(
        uuid,
        row =>
        {
            var changes = new RowChanges(Partition).Delete(row.Key, row.Revision!).DeleteAny(NameKey(ToClient(row).Name)).DeleteAny(UuidKey(uuid));
            return ToClient(row).IsExcluded ? changes.DeleteAny(ExcludedKey(uuid)) : changes;
        },
        cancellationToken);

    /// <summary>The clients that are excluded from averages now; one operation for each thousand.</summary>
    public async Task<IReadOnlySet<Guid>> ReadExcludedAsync(CancellationToken cancellationToken) =>
        await table.ReadAsync(Partition, KeyRange.StartingWith(ExcludedPrefix), [], cancellationToken: cancellationToken)
            .Select(row => Guid.ParseExact(row.Key[ExcludedPrefix.Length..], "D"))
            .ToHashSetAsync(cancellationToken: cancellationToken);

    public IAsyncEnumerable<Client> ListAsync(CancellationToken cancellationToken) =>
        table.ReadAsync(Partition, KeyRange.StartingWith(TokenPrefix), cancellationToken: cancellationToken).Select(ToClient);

    private static StorageUnavailableException TooManyConflicts() => new("Others change this client all the time; nothing was changed here.");

    private static Row Pointer(string key, TokenHash token) => new(key) { [Token] = token.Value };

    private static string TokenKey(TokenHash token) => TokenPrefix + token.Value;

    private static string UuidKey(Guid uuid) => "uuid_" + uuid.ToString("D");

    private static string ExcludedKey(Guid uuid) => ExcludedPrefix + uuid.ToString("D");

    // Names hold characters that keys may not.
    private static string NameKey(string name) => "name_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>Makes changes that rest on the client's row as it is now.</summary>
    /// <returns>False where there is no such client.</returns>
    private async Task<bool> WriteAsync(Guid uuid, Func<Row, RowChanges> toChanges, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            if (await FindPointedToAsync(UuidKey(uuid), cancellationToken) is not { } row)
                return false;
            if ((await table.WriteAsync(toChanges(row), cancellationToken)).IsDone)
                return true;
        }

        throw TooManyConflicts();
    }

    private Task<Row?> FindAsync(string key, CancellationToken cancellationToken) => table.FindAsync(Partition, key, cancellationToken);

    private async Task<Row?> FindPointedToAsync(string key, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            if (await FindAsync(key, cancellationToken) is not { } pointer)
                return null;

            // Between the two reads the key may have been replaced: then the pointer is another now.
            if (await FindAsync(TokenPrefix + pointer.GetString(Token), cancellationToken) is { } row)
                return row;
        }

        throw TooManyConflicts();
    }

    private static Row ToRow(Client client, string key) => new(key)
    {
        [nameof(Client.Uuid)] = client.Uuid,
        [nameof(Client.Name)] = client.Name,
        [nameof(Client.Role)] = (int)client.Role,
        [nameof(Client.IsSharingEnabled)] = client.IsSharingEnabled,
        [nameof(Client.SharingSince)] = client.SharingSince,
        [nameof(Client.IsActive)] = client.IsActive,
        [nameof(Client.IsExcluded)] = client.IsExcluded ? true : null,
        [nameof(Client.Latitude)] = client.Latitude,
        [nameof(Client.Longitude)] = client.Longitude,
        [nameof(Client.CreatedAt)] = client.CreatedAt,
    };

    private static Client ToClient(Row row) => new()
    {
        Uuid = row.GetGuid(nameof(Client.Uuid))!.Value,
        Name = row.GetString(nameof(Client.Name))!,
        Role = (ClientRole)row.GetInt32(nameof(Client.Role))!,
        IsSharingEnabled = row.GetBoolean(nameof(Client.IsSharingEnabled))!.Value,
        SharingSince = row.GetDateTimeOffset(nameof(Client.SharingSince)),
        IsActive = row.GetBoolean(nameof(Client.IsActive))!.Value,
        IsExcluded = row.GetBoolean(nameof(Client.IsExcluded)) ?? false,
        Latitude = row.GetDouble(nameof(Client.Latitude)),
        Longitude = row.GetDouble(nameof(Client.Longitude)),
        CreatedAt = row.GetDateTimeOffset(nameof(Client.CreatedAt))!.Value,
    };
}
