using StatsService.Clients;
using StatsService.Forwarding;
using StatsService.Storage;
using StatsService.Upkeep;
using static StatsService.Tests.Storage.Faults.FaultWorld;

namespace StatsService.Tests.Storage.Faults;

/// <summary>A call on data of its own, ready to be made.</summary>
/// <param name="RunAsync">Makes it, and gives whether it says that it is done; it fails where the answer is neither that nor "come again".</param>
/// <param name="IsDoneAsync">Fails unless what the call was for has come to pass.</param>
internal sealed record FaultCall(Func<Task<bool>> RunAsync, Func<Task> IsDoneAsync)
{
    private static readonly string[] Days = [PostedStat.Day(-1), PostedStat.Day(-2)];

    /// <summary>What prepares each call: of the API, of timers and messages, and of the administrator's tool.</summary>
    public static IReadOnlyDictionary<string, Func<FaultWorld, Task<FaultCall>>> ByName { get; } = new Dictionary<string, Func<FaultWorld, Task<FaultCall>>>
    {
        ["GET stats"] = async world =>
        {
            var office = await world.RegisterWithStatsAsync(Threats());
            return Reading(() => office.Caller.ListAsync(new { type = "threat" }), answer => Assert.Equal(Uuids(office), answer.Uuids.Order()));
        },
        ["GET stats, the newest"] = async world =>
        {
            var office = await world.RegisterWithStatsAsync(Threats());
            return Reading(() => office.Caller.ListAsync(new { type = "threat", get_last = true }), answer => Assert.Equal(Days.Length, answer.Stats.Count));
        },
        ["GET stats of an ANR"] = async world =>
        {
            var office = await world.RegisterWithStatsAsync(Threats());
            return Reading(() => office.Caller.GetAsync($"stats/{office.Stats[0].Anr}"), answer => Assert.Equal([office.Stats[0].Uuid], answer.Uuids));
        },
        ["GET stats/processed of an ANR"] = async world =>
        {
            var office = await world.RegisterWithStatsAsync(Threats());
            return Reading(
                () => office.Caller.GetAsync("stats/processed/", new { type = "threat", processor = "threat_average_on_date", anrs = new[] { office.Stats[0].Anr } }),
                answer => Assert.Contains(PublicStatsData.Threat, answer.Text, StringComparison.Ordinal));
        },
        ["GET client/me"] = async world =>
        {
            var office = await world.RegisterAsync();
            return Reading(() => office.Caller.GetAsync("client/me"), answer => Assert.Equal(office.Name, answer.Json.GetProperty("name").GetString()));
        },
        ["POST stats with UUIDs"] = async world =>
        {
            var office = await world.RegisterAsync();
            office.Stats.AddRange(Threats());
            return new FaultCall(async () => Says(await office.Caller.PostAsync(office.Stats), 201, 207), () => HasAsync(office, office.Stats.Count));
        },
        ["POST stats as MONARC sends them"] = async world =>
        {
            var office = await world.RegisterAsync();
            office.Stats.AddRange(Threats().Select(stat => stat with { Uuid = null }));
            return new FaultCall(async () => Says(await office.Caller.PostAsync(office.Stats), 201), () => HasAsync(office, office.Stats.Count));
        },
        ["POST stats again"] = async world =>
        {
            var office = await world.RegisterWithStatsAsync(Threats().Select(stat => stat with { Uuid = null }));
            return new FaultCall(async () => Says(await office.Caller.PostAsync(office.Stats), 201), () => HasAsync(office, office.Stats.Count));
        },
        ["DELETE stats of an ANR"] = async world =>
        {
            var office = await world.RegisterWithStatsAsync(Threats());
            return new FaultCall(async () => Says(await office.Caller.DeleteAsync($"stats/{office.Stats[0].Anr}"), 204), async () =>
            {
                await HasAsync(office, office.Stats.Count - 1);
                await world.AggregateAsync(office);
                Assert.Equal(0, await world.CountedAsync(office, Days[0]));
            });
        },
        ["POST client"] = world =>
        {
            var (name, token) = ($"new {Guid.NewGuid():N}", StatsServiceApp.NewToken());
            // Where its answer was lost, the repeated call finds the name taken, by the client itself.
            return Task.FromResult(new FaultCall(
                async () => Says(await world.Admin.SendAsync("POST", "client/", new { name, is_sharing_enabled = true, token }), 201, 304),
                async () => Assert.Equal(name, (await world.Caller(token).GetAsync("client/me")).Is(200).Json.GetProperty("name").GetString())));
        },
        ["PATCH client/me"] = async world =>
        {
            var office = await world.RegisterAsync();
            return new FaultCall(async () => Says(await office.Caller.SendAsync("PATCH", "client/me", new { is_sharing_enabled = false }), 201), () => SharesAsync(world, office, false));
        },
        ["client_sharing_deactivate"] = world => SharingAsync(world, false),
        ["client_sharing_activate"] = world => SharingAsync(world, true),
        ["exclude"] = world => ExclusionAsync(world, true),
        ["include"] = world => ExclusionAsync(world, false),
        ["aggregation"] = async world =>
        {
            var office = await world.RegisterAsync();
            (await office.Caller.PostAsync(Threats())).Is(201);
            return new FaultCall(() => EndsAsync(_ => world.AggregateAsync(office)), async () => Assert.Equal(1, await world.CountedAsync(office, Days[0])));
        },
        ["forwarding"] = async world =>
        {
            var office = await world.RegisterWithStatsAsync(Threats());
            return new FaultCall(
                async () =>
                {
                    // What fails of one client keeps no other waiting: the run tells it and goes on.
                    var said = "";
                    return await EndsAsync(async token => said = await world.Get<Forwarder>().ForwardAsync(token)) && said.Contains("; 0 clients failed", StringComparison.Ordinal);
                },
                async () =>
                {
                    Assert.All(office.Stats, stat => Assert.Equal(stat.Data, world.Remote.Stored[stat.Uuid!]));
                    Assert.Empty(await world.Get<ForwardingStore>().ReadOutboxAsync(office.Uuid, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
                    // The next run has the next client alone.
                    await world.Get<ClientRegistry>().DeactivateAsync(office.Uuid, TestContext.Current.CancellationToken);
                });
        },
        ["housekeeping"] = async world =>
        {
            var old = new PostedStat { Type = "threat", Date = PostedStat.Day(-40 * 31), Data = PublicStatsData.Threats(5) };
            var office = await world.RegisterWithStatsAsync(Threats().Append(old));
            return new FaultCall(
                async () => await EndsAsync(token => world.Get<Housekeeper>().RunAsync(token)) && await EndsAsync(token => world.Get<Retention>().RemoveAsync(office.Uuid, token)),
                async () => Assert.Equal([], (await office.Caller.GetAsync($"stats/{old.Anr}")).Is(200).Uuids));
        },
        ["removal of duplicates"] = async world =>
        {
            var stat = new PostedStat { Type = "threat", Data = PublicStatsData.Threats(5) };
            var office = await world.RegisterWithStatsAsync(stat, stat with { Uuid = Guid.NewGuid().ToString() });
            return new FaultCall(() => EndsAsync(token => world.Get<Duplicates>().RemoveAsync(office.Uuid, DuplicateRule.SameData, token)), () => HasAsync(office, 1));
        },
        ["a job's record"] = world =>
        {
            var name = $"job{Guid.NewGuid():N}";
            return Task.FromResult(new FaultCall(
                () => EndsAsync(token => world.Get<JobRunner>().RunAsync(name, _ => Task.FromResult("Done."), token)),
                () => Task.CompletedTask));
        },
        ["client create"] = world =>
        {
            var name = $"new {Guid.NewGuid():N}";
            return Task.FromResult(new FaultCall(
                () => world.RunsAsync(["client", "create", name], refusal: "A client has this name"),
                async () => Assert.NotNull(await world.Get<ClientRegistry>().FindAsync(name, TestContext.Current.CancellationToken))));
        },
        ["client rotate-token"] = async world =>
        {
            var (office, token) = (await world.RegisterAsync(), StatsServiceApp.NewToken());
            return new FaultCall(
                () => world.RunsAsync(["client", "rotate-token", office.Name, "--token", "-", "--yes"], token),
                async () =>
                {
                    (await world.Caller(token).GetAsync("client/me")).Is(200);
                    (await office.Caller.GetAsync("client/me")).Is(403);
                });
        },
        ["client deactivate"] = async world =>
        {
            var office = await world.RegisterAsync();
            return new FaultCall(() => world.RunsAsync(["client", "deactivate", office.Name]), async () => (await office.Caller.GetAsync("client/me")).Is(403));
        },
        ["client coordinates"] = async world =>
        {
            var office = await world.RegisterAsync();
            return new FaultCall(
                () => world.RunsAsync(["client", "coordinates", "set", office.Name, "49.6", "6.1"]),
                async () => Assert.Equal(49.6, (await FindAsync(world, office))!.Latitude));
        },
        ["client delete"] = async world =>
        {
            var office = await world.RegisterWithStatsAsync(Threats());
            return new FaultCall(
                // The client's row goes last: where it is gone all is.
                () => world.RunsAsync(["client", "delete", office.Name, "--yes"], refusal: "No client in"),
                async () =>
                {
                    Assert.Null(await FindAsync(world, office));
                    Assert.Empty(await world.Get<StorageEngine>().Table("Stats").ReadAsync(StatsService.Stats.StatKeys.Partition(office.Uuid), KeyRange.All, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
                    Assert.Equal(0, await world.CountedAsync(office, Days[0]));
                });
        },
        ["export"] = async world =>
        {
            var office = await world.RegisterWithStatsAsync(Threats());
            return new FaultCall(() => world.RunsAsync(["export", "--client", office.Name]), () => Task.CompletedTask);
        },
        ["import"] = async world =>
        {
            var office = await world.RegisterWithStatsAsync(Threats());
            var export = await world.ExportAsync(office);
            Assert.True(await world.RunsAsync(["client", "delete", office.Name, "--yes"]));
            return new FaultCall(() => world.RunsAsync(["import", "-"], export), async () =>
            {
                await HasAsync(office, office.Stats.Count);
                await world.AggregateAsync(office);
                Assert.Equal(1, await world.CountedAsync(office, Days[0]));
            });
        },
    };

    /// <summary>One stat of each of some days, each of an ANR of its own.</summary>
    private static IEnumerable<PostedStat> Threats() => Days.Select(day => new PostedStat { Type = "threat", Date = day, Data = PublicStatsData.Threats(3) });

    private static IEnumerable<string?> Uuids(FaultedOffice office) => office.Stats.Select(stat => stat.Uuid).Order();

    private static FaultCall Reading(Func<Task<Answer>> call, Action<Answer> isRight) => new(
        async () =>
        {
            var answer = await call();
            if (!Says(answer, 200))
                return false;
            isRight(answer);
            return true;
        },
        () => Task.CompletedTask);

    private static async Task HasAsync(FaultedOffice office, int count) =>
        Assert.Equal(count, (await office.Caller.ListAsync(new { type = "threat" })).Is(200).DataByUuid.Count);

    private static Task<Client?> FindAsync(FaultWorld world, FaultedOffice office) => world.Get<ClientRegistry>().FindAsync(office.Name, TestContext.Current.CancellationToken);

    private static async Task SharesAsync(FaultWorld world, FaultedOffice office, bool isShared) => Assert.Equal(isShared, (await FindAsync(world, office))!.IsSharingEnabled);

    private static async Task<FaultCall> SharingAsync(FaultWorld world, bool isShared)
    {
        var office = await world.RegisterAsync();
        await world.Get<ClientRegistry>().SetSharingAsync(office.Uuid, !isShared, TestContext.Current.CancellationToken);
        var path = $"admin/client_sharing_{(isShared ? "activate" : "deactivate")}.json/{office.Uuid}";
        return new FaultCall(async () => Says(await world.Admin.SendAsync("POST", path), 200), () => SharesAsync(world, office, isShared));
    }

    private static async Task<FaultCall> ExclusionAsync(FaultWorld world, bool isExcluded)
    {
        var office = await world.RegisterWithStatsAsync(Threats());
        if (!isExcluded)
        {
            Assert.True(await world.RunsAsync(["client", "exclude", office.Name]));
            await world.AggregateAsync(office);
        }

        var path = $"admin/clients/{office.Uuid}/{(isExcluded ? "exclude" : "include")}";
        return new FaultCall(async () => Says(await world.Admin.SendAsync("POST", path), 200), async () =>
        {
            Assert.Equal(isExcluded, (await FindAsync(world, office))!.IsExcluded);
            await world.AggregateAsync(office);
            Assert.Equal(isExcluded ? 0 : 1, await world.CountedAsync(office, Days[0]));
        });
    }
}
