using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using StatsService.Storage;

namespace StatsService.Clients;

/// <summary>
/// The table <c>Clients</c>, one partition: a client's row is found by its key's hash with one point read; a row by
/// name and one by UUID point to it and keep both unique.
/// </summary>
internal sealed class ClientStore(StorageTables tables) : IClientStore
{
    private const string Partition = "clients";
    private const string TokenPrefix = "token_";
    private const string Token = "Token";
    private const int MaxConflicts = 20;

    public async Task<Client?> FindByTokenAsync(TokenHash token, CancellationToken cancellationToken) =>
        await FindAsync(TokenKey(token), cancellationToken) is { } row ? ToClient(row) : null;

    public async Task<Client?> FindByUuidAsync(Guid uuid, CancellationToken cancellationToken) =>
        await FindPointedToAsync(UuidKey(uuid), cancellationToken) is { } row ? ToClient(row) : null;

    public async Task<Client?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        await FindPointedToAsync(NameKey(name), cancellationToken) is { } row ? ToClient(row) : null;

    public async Task<TokenHash?> FindTokenAsync(Guid uuid, CancellationToken cancellationToken) =>
        await FindAsync(UuidKey(uuid), cancellationToken) is { } pointer ? new TokenHash(pointer.GetString(Token)) : null;

    public async Task<bool> AddAsync(Client client, TokenHash token, CancellationToken cancellationToken)
    {
        var table = await tables.Clients.OpenAsync(cancellationToken);
        try
        {
            await table.SubmitTransactionAsync(
                [
                    Add(ToEntity(client, TokenKey(token))),
                    Add(Pointer(NameKey(client.Name), token)),
                    Add(Pointer(UuidKey(client.Uuid), token)),
                ],
                cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException exception) when (exception.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // A first try that succeeded unseen makes its repetition fail: the row is ours then.
            return (await FindByTokenAsync(token, cancellationToken))?.Uuid == client.Uuid;
        }
        catch (TableTransactionFailedException exception)
        {
            throw new StorageUnavailableException("The storage refused the new client; nothing of it is stored.", exception);
        }
    }

    public async Task<Client?> UpdateAsync(Guid uuid, Func<Client, Client> change, CancellationToken cancellationToken)
    {
        var table = await tables.Clients.OpenAsync(cancellationToken);
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            if (await FindPointedToAsync(UuidKey(uuid), cancellationToken) is not { } row)
                return null;
            var changed = change(ToClient(row));
            try
            {
                await table.UpdateEntityAsync(ToEntity(changed, row.RowKey), row.ETag, TableUpdateMode.Replace, cancellationToken);
                return changed;
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 412)
            {
                // Somebody changed the client meanwhile: apply the change to what it is now.
            }
        }

        throw TooManyConflicts();
    }

    public async Task<Client?> ReplaceTokenAsync(Guid uuid, TokenHash token, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            if (await FindPointedToAsync(UuidKey(uuid), cancellationToken) is not { } row)
                return null;
            var client = ToClient(row);
            if (await FindByTokenAsync(token, cancellationToken) is { } owner)
                return owner.Uuid == uuid ? owner : null;
            if (await TrySubmitAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag),
                    Add(ToEntity(client, TokenKey(token))),
                    new TableTransactionAction(TableTransactionActionType.UpdateReplace, Pointer(NameKey(client.Name), token), ETag.All),
                    new TableTransactionAction(TableTransactionActionType.UpdateReplace, Pointer(UuidKey(uuid), token), ETag.All),
                ],
                cancellationToken))
                return client;
        }

        throw TooManyConflicts();
    }

    public async Task RemoveAsync(Guid uuid, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            if (await FindPointedToAsync(UuidKey(uuid), cancellationToken) is not { } row
                || await TrySubmitAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag),
                    new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, NameKey(ToClient(row).Name)), ETag.All),
                    new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, UuidKey(uuid)), ETag.All),
                ],
                cancellationToken))
                return;
        }

        throw TooManyConflicts();
    }

    public async IAsyncEnumerable<Client> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await tables.Clients.OpenAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {TokenPrefix} and RowKey lt {TokenPrefix + "~"}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return ToClient(row);
    }

    private static StorageUnavailableException TooManyConflicts() => new("Others change this client all the time; nothing was changed here.");

    private static TableTransactionAction Add(TableEntity entity) => new(TableTransactionActionType.Add, entity);

    private static TableEntity Pointer(string key, TokenHash token) => new(Partition, key) { [Token] = token.Value };

    private static string TokenKey(TokenHash token) => TokenPrefix + token.Value;

    private static string UuidKey(Guid uuid) => "uuid_" + uuid.ToString("D");

    // Names hold characters that keys may not.
    private static string NameKey(string name) => "name_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private async Task<TableEntity?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var table = await tables.Clients.OpenAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, key, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private async Task<TableEntity?> FindPointedToAsync(string key, CancellationToken cancellationToken)
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

    /// <returns>False where somebody changed the client meanwhile; or where an own first try succeeded unseen, as reading it again tells.</returns>
    private async Task<bool> TrySubmitAsync(IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        var table = await tables.Clients.OpenAsync(cancellationToken);
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            return false;
        }
        catch (TableTransactionFailedException exception)
        {
            throw new StorageUnavailableException("The storage refused to change the client; nothing of it is changed.", exception);
        }
    }

    private static TableEntity ToEntity(Client client, string key) => new(Partition, key)
    {
        [nameof(Client.Uuid)] = client.Uuid,
        [nameof(Client.Name)] = client.Name,
        [nameof(Client.Role)] = (int)client.Role,
        [nameof(Client.IsSharingEnabled)] = client.IsSharingEnabled,
        [nameof(Client.SharingSince)] = client.SharingSince,
        [nameof(Client.IsActive)] = client.IsActive,
        [nameof(Client.Latitude)] = client.Latitude,
        [nameof(Client.Longitude)] = client.Longitude,
        [nameof(Client.CreatedAt)] = client.CreatedAt,
    };

    private static Client ToClient(TableEntity row) => new()
    {
        Uuid = row.GetGuid(nameof(Client.Uuid))!.Value,
        Name = row.GetString(nameof(Client.Name)),
        Role = (ClientRole)row.GetInt32(nameof(Client.Role))!,
        IsSharingEnabled = row.GetBoolean(nameof(Client.IsSharingEnabled))!.Value,
        SharingSince = row.GetDateTimeOffset(nameof(Client.SharingSince)),
        IsActive = row.GetBoolean(nameof(Client.IsActive))!.Value,
        Latitude = row.GetDouble(nameof(Client.Latitude)),
        Longitude = row.GetDouble(nameof(Client.Longitude)),
        CreatedAt = row.GetDateTimeOffset(nameof(Client.CreatedAt))!.Value,
    };
}
