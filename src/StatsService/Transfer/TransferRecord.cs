using StatsService.Clients;
using StatsService.Stats;

namespace StatsService.Transfer;

/// <summary>What a file says of clients and stats, one after the other.</summary>
public abstract record TransferRecord;

/// <param name="Reference">How the file's stats name the client.</param>
/// <param name="Token">Null: the file has no key of it.</param>
public sealed record ClientRecord(string Reference, Client Client, TokenHash? Token) : TransferRecord;

/// <param name="Client">A <see cref="ClientRecord.Reference"/>.</param>
/// <param name="Where">The place in the file, for people.</param>
public sealed record StatRecord(string Client, Stat Stat, string Where) : TransferRecord;

/// <summary>What can't be imported.</summary>
public sealed record UnreadableRecord(string Where, string Reason) : TransferRecord;
