using Azure.Storage.Queues;

namespace StatsService.Server.Queues;

/// <summary>A queue and where its messages go that fail too often.</summary>
internal sealed record QueuePair(QueueClient Messages, QueueClient Poison);
