using System.Net.Sockets;

namespace StatsService.Tests.Storage.Stats;

/// <summary>A front office that posts, posts again and deletes, one call after the other, until the service is gone; it knows what must be stored then.</summary>
internal sealed class KilledOffice(MonarcClient client, int seed)
{
    // Of one transaction, and of several.
    private static readonly int[] Sizes = [1, 5, 30, 250];

    private readonly Random random = new(seed);
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IReadOnlyList<PostedStat>> kept = [];

    /// <summary>The batch whose call got no answer: it may have been done, or a part of it.</summary>
    private IReadOnlyList<PostedStat> doubtful = [];

    private bool isDeleting;

    /// <summary>Ends with the first answer, or with the last call.</summary>
    public Task Begun => begun.Task;

    /// <summary>Calls that were answered.</summary>
    public int Answered { get; private set; }

    public IEnumerable<PostedStat> Stats => kept.SelectMany(batch => batch);

    /// <summary>Calls until the connection breaks, or the service says that the storage did not answer in time, which leaves as much in doubt.</summary>
    public async Task SendUntilKilledAsync()
    {
        try
        {
            while (await CallAsync())
            {
                Answered++;
                begun.TrySetResult();
            }
        }
        catch (HttpRequestException exception) when (exception.InnerException is IOException or SocketException or null)
        {
            // It was killed.
        }

        begun.TrySetResult();
    }

    /// <summary>Nothing that was acknowledged is missing, nothing is there twice, and the call that got no answer is completed by making it again.</summary>
    public async Task IsWholeAsync()
    {
        var known = Stats.ToDictionary(stat => stat.Uuid!, stat => stat.Data);
        var doubts = doubtful.ToDictionary(stat => stat.Uuid!, stat => stat.Data);
        var stored = await ListAsync();
        Assert.All(known, stat => Assert.Equal(stat.Value, stored[stat.Key]));
        Assert.All(stored.Where(stat => !known.ContainsKey(stat.Key)), stat => Assert.Equal(doubts[stat.Key], stat.Value));

        await Eventually.HoldsAsync(CompleteAsync);
        (doubtful, isDeleting) = ([], false);
        Assert.Equal(Stats.ToDictionary(stat => stat.Uuid!, stat => stat.Data), await ListAsync());
    }

    private async Task<bool> CompleteAsync()
    {
        if (doubtful.Count == 0)
            return true;
        if (isDeleting)
            return IsDone(await client.DeleteAsync($"stats/{doubtful[0].Anr}"), 204);
        var stored = await ListAsync();
        var missing = doubtful.Where(stat => !stored.ContainsKey(stat.Uuid!)).Select(stat => stat.Uuid).ToList();
        var answer = await client.PostAsync(doubtful);
        if (!IsDone(answer, missing.Count == doubtful.Count ? 201 : 207))
            return false;
        Assert.Equal(missing, answer.Uuids);
        kept.Add(doubtful);
        return true;
    }

    private static bool IsDone(Answer answer, int status) => answer.Status != 503 && answer.Is(status).Status == status;

    /// <returns>False: the storage did not answer.</returns>
    private async Task<bool> CallAsync()
    {
        switch (kept.Count > 0 ? random.Next(6) : 0)
        {
            case 1:
                return IsDone(await client.PostAsync(kept[random.Next(kept.Count)]), 207);
            case 2:
                doubtful = kept[random.Next(kept.Count)];
                isDeleting = true;
                kept.Remove(doubtful);
                if (!IsDone(await client.DeleteAsync($"stats/{doubtful[0].Anr}"), 204))
                    return false;
                break;
            default:
                doubtful = NewBatch();
                if (!IsDone(await client.PostAsync(doubtful), 201))
                    return false;
                kept.Add(doubtful);
                break;
        }

        (doubtful, isDeleting) = ([], false);
        return true;
    }

    /// <summary>Of one ANR, which no other batch has.</summary>
    private IReadOnlyList<PostedStat> NewBatch()
    {
        var anr = Guid.NewGuid().ToString();
        return
        [
            .. Enumerable.Range(0, Sizes[random.Next(Sizes.Length)]).Select(_ => new PostedStat
            {
                Anr = anr,
                Type = "threat",
                Date = PostedStat.Day(-random.Next(1, 4)),
                Data = PublicStatsData.Threats(random.Next(1, 1000)),
            }),
        ];
    }

    private async Task<Dictionary<string, string>> ListAsync()
    {
        Answer? list = null;
        await Eventually.HoldsAsync(async () => IsDone(list = await client.ListAsync(new { type = "threat" }), 200));
        return list!.DataByUuid;
    }
}
