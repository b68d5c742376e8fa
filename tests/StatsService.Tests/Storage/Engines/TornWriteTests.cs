using System.Globalization;
using StatsService.Storage;
using StatsService.Tests.Storage.Stats;

namespace StatsService.Tests.Storage.Engines;

/// <summary>
/// What a power cut leaves of a database that is written: of what was not synced yet, the disk may have any part. Whichever it is, the file opens, is sound and holds
/// every stat that was acknowledged; the batch that was under way is whole or absent, and complete when it is sent again.
/// </summary>
/// <remarks>The environment variable <c>TEARS</c> says how many power cuts are tried.</remarks>
public sealed class TornWriteTests : IAsyncLifetime
{
    private const int CutsOfCommit = 2;
    private const int SectorBytes = 512;
    private static readonly int Tears = int.Parse(Environment.GetEnvironmentVariable("TEARS") ?? "100", CultureInfo.InvariantCulture);

    private readonly SqliteUnderTest storage = new();
    private readonly Guid client = Guid.NewGuid();
    private readonly Random random = new();
    private readonly List<PostedStat> acknowledged = [];
    private readonly List<Commit> commits = [];
    private StatInstance instance = null!;
    private int copies;

    private enum Remains
    {
        Nothing,
        Zeros,
        WhatWasThere,
        SomeSectors,
    }

    public ValueTask InitializeAsync()
    {
        instance = new StatInstance(storage.Open(new CommitWatch(storage.File, commits)), storage.Meter);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task Whatever_a_power_cut_leaves_of_a_write_the_database_holds_what_was_acknowledged()
    {
        // Its first write makes the log.
        acknowledged.AddRange(NewBatch());
        await instance.PostAsync(client, acknowledged);
        var before = commits[^1].After;
        var (torn, checkpoints) = (0, 0);

        while (torn < Tears || checkpoints == 0)
        {
            commits.Clear();
            var batch = NewBatch();
            await instance.PostAsync(client, batch);
            var isStored = false;
            foreach (var (isOfStats, after) in commits)
            {
                // The log is synced before a checkpoint moves it into the database, and the database before the log begins anew.
                var isAnotherRound = after.IsAnotherRoundThan(before);
                var (database, from) = isAnotherRound ? (after.Database, 0) : (before.Database, before.LogEnd);
                for (var cut = 0; cut < CutsOfCommit; cut++, torn++)
                    await HoldsAsync(new DatabaseSnapshot(database, TearLog(before.Log, after, from)), batch, isStored);
                isStored |= isOfStats;
                if (!isAnotherRound && !before.Database.AsSpan().SequenceEqual(after.Database))
                {
                    checkpoints++;
                    for (var cut = 0; cut < CutsOfCommit; cut++, torn++)
                        await HoldsAsync(new DatabaseSnapshot(TearCheckpoint(before, after), after.Log), batch, isStored);
                }

                before = after;
            }

            Assert.True(isStored);
            acknowledged.AddRange(batch);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{torn} power cuts, in {checkpoints} checkpoints among them; {acknowledged.Count} stats acknowledged.");
    }

    /// <summary>The log as the disk may have it when the power goes while what is after <paramref name="from"/> is being written.</summary>
    private byte[] TearLog(byte[] before, DatabaseSnapshot after, int from)
    {
        var end = after.LogEnd;
        var cut = random.Next(from, end);
        byte[] old = [.. before, .. new byte[Math.Max(0, end - before.Length)]];
        byte[] torn = [.. after.Log.AsSpan(0, cut), .. old.AsSpan(cut)];
        switch (random.GetItems(Enum.GetValues<Remains>(), 1)[0])
        {
            case Remains.Nothing:
                return torn[..cut];
            case Remains.Zeros:
                torn.AsSpan(cut).Clear();
                return torn;
            case Remains.SomeSectors:
                // A disk writes sectors in the order it likes.
                for (var sector = from; sector < end; sector += SectorBytes)
                {
                    var bytes = Math.Min(SectorBytes, end - sector);
                    (random.Next(2) == 0 ? after.Log : old).AsSpan(sector, bytes).CopyTo(torn.AsSpan(sector));
                }

                return torn;
            default:
                return torn;
        }
    }

    /// <summary>A database of which any sectors are those from before the checkpoint and the others those from after it.</summary>
    private byte[] TearCheckpoint(DatabaseSnapshot before, DatabaseSnapshot after)
    {
        byte[] torn = [.. after.Database];
        var share = random.NextDouble();
        for (var sector = 0; sector + SectorBytes <= before.Database.Length; sector += SectorBytes)
        {
            if (random.NextDouble() < share)
                before.Database.AsSpan(sector, SectorBytes).CopyTo(torn.AsSpan(sector));
        }

        // What lay behind the old end may not be there yet.
        return random.Next(2) == 0 ? torn : torn[..before.Database.Length];
    }

    /// <param name="batch">What was being written.</param>
    /// <param name="isStored">Whether its transaction had come to its end before.</param>
    private async Task HoldsAsync(DatabaseSnapshot torn, IReadOnlyList<PostedStat> batch, bool isStored)
    {
        var file = Path.Combine(storage.Folder, $"torn{copies++}.db");
        await torn.WriteAsync(file);
        var engine = storage.Open(file);
        try
        {
            Assert.Equal("ok", await SqliteUnderTest.CheckAsync(file));
            var recovered = new StatInstance(engine, storage.Meter);
            var stored = (await recovered.ListAsync(client)).Select(stat => stat.Uuid.ToString()).ToHashSet();
            Assert.All(acknowledged, stat => Assert.Contains(stat.Uuid!, stored));
            var isThere = stored.Count > acknowledged.Count;
            Assert.True(isThere || !isStored, "A transaction that had come to its end is gone.");
            Assert.Equal(acknowledged.Concat(isThere ? batch : []).Select(stat => stat.Uuid).Order(), stored.Order());
            await recovered.AgreeAsync(client);

            Assert.Equal(isThere ? 0 : batch.Count, (await recovered.PostAsync(client, batch)).Count);
            Assert.Equal(acknowledged.Count + batch.Count, (await recovered.ListAsync(client)).Count);
        }
        finally
        {
            ((IDisposable)engine).Dispose();
            File.Delete(file);
        }
    }

    /// <summary>Of one transaction, and of as many pages that the log is moved into the database now and then.</summary>
    private IReadOnlyList<PostedStat> NewBatch() =>
        [.. PostedStat.Many(random.Next(1, 5), "risk").Select(stat => stat with { Data = PostedStat.Incompressible(random.Next(10, 90_000)) })];

    /// <param name="IsOfStats">Whether it stored the batch; else it announced it, or rang.</param>
    /// <param name="After">The files when it had come to its end.</param>
    private sealed record Commit(bool IsOfStats, DatabaseSnapshot After);

    /// <summary>Reads the files after each commit, of which one is under way at a time.</summary>
    private sealed class CommitWatch(string file, List<Commit> commits) : StorageInterceptor
    {
        public override async ValueTask AfterAsync(StorageOperation operation, CancellationToken cancellationToken)
        {
            if (operation.IsTransaction || operation.IsQueueSend)
                commits.Add(new Commit(operation.IsWriteTo("Stats"), await DatabaseSnapshot.ReadAsync(file)));
        }
    }
}
