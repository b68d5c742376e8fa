using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Cli;

public sealed class ClientCommandTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string prefix = azurite.NewPrefix();
    private StatsServiceApp app = null!;

    private Tool Tool => new(azurite.ConnectionString, prefix) { IsHasty = true };

    public async ValueTask InitializeAsync() => app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_client_is_made_with_a_key_that_is_shown_this_once()
    {
        var made = (await Tool.RunAsync("client", "create", "acme", "--sharing", "--output", "json")).Is(0).Json;
        var key = made.GetProperty("token").GetString()!;
        var list = (await Tool.RunAsync("client", "list", "--output", "json")).Is(0);
        var me = (await new MonarcClient(app.Http, key).GetAsync("client/me")).Is(200).Json;

        Assert.Equal(("acme", "1", true), (me.GetProperty("name").GetString(), me.GetProperty("role").GetString(), me.GetProperty("is_sharing_enabled").GetBoolean()));
        Assert.DoesNotContain(key, list.Output);
        Assert.Equal(["acme", "admin"], list.Json.EnumerateArray().Select(client => client.GetProperty("name").GetString()!));
        Assert.DoesNotContain(key, (await Tool.RunAsync("client", "create", "other", "--token", key)).Is(1).Error);
        (await Tool.RunAsync("client", "create", "acme")).Is(1);
    }

    [Fact]
    public async Task A_key_that_the_administrator_chose_works_and_is_not_shown()
    {
        var (typed, given) = (StatsServiceApp.NewToken(), StatsServiceApp.NewToken());
        var first = (await Tool.RunAsync(["client", "create", "typed", "--token", "-", "--admin"], $"{typed}\n")).Is(0);
        var second = (await Tool.RunAsync("client", "create", "given", "--token", given)).Is(0);

        Assert.DoesNotContain(typed, first.Output + first.Error);
        Assert.DoesNotContain(given, second.Output + second.Error);
        Assert.Equal("2", (await new MonarcClient(app.Http, typed).GetAsync("client/me")).Is(200).Json.GetProperty("role").GetString());
        (await new MonarcClient(app.Http, given).GetAsync("client/me")).Is(200);
    }

    [Fact]
    public async Task A_rotated_key_opens_and_the_old_one_is_gone_from_the_storage()
    {
        var old = await app.RegisterAsync("acme");
        var other = await app.RegisterAsync("other");
        (await Tool.RunAsync("client", "rotate-token", "acme")).Is(1);
        (await Tool.RunAsync("client", "rotate-token", "acme", "--yes", "--token", other.Token!)).Is(1);

        var key = (await Tool.RunAsync("client", "rotate-token", "acme", "--yes", "--output", "json")).Is(0).Json.GetProperty("token").GetString()!;

        Assert.Equal("acme", (await new MonarcClient(app.Http, key).GetAsync("client/me")).Is(200).Json.GetProperty("name").GetString());
        var clients = app.Services.GetRequiredService<ClientStore>();
        Assert.Null(await clients.FindByTokenAsync(TokenHash.Of(old.Token!), TestContext.Current.CancellationToken));
        Assert.Equal("acme", (await clients.FindByNameAsync("acme", TestContext.Current.CancellationToken))!.Name);
        (await other.GetAsync("client/me")).Is(200);
        (await old.GetAsync("client/me")).Is(403);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_that_can_be_guessed_is_refused_and_nothing_is_changed(bool isTyped)
    {
        const string guessable = "fifteen-letters";
        const string safe = "sixteen-letters!";
        var old = await app.RegisterAsync("acme");

        await GivesKeyAsync("client", "create", "other");
        await GivesKeyAsync("client", "rotate-token", "acme", "--yes");

        async Task GivesKeyAsync(params string[] command)
        {
            var refused = await RunAsync(command, guessable);
            Assert.Contains("16 characters", refused.Is(1).Error, StringComparison.Ordinal);
            Assert.DoesNotContain(guessable, refused.Error, StringComparison.Ordinal);
            (await new MonarcClient(app.Http, guessable).GetAsync("client/me")).Is(403);
            (await old.GetAsync("client/me")).Is(200);
            (await RunAsync(command, safe + command[1])).Is(0);
            (await new MonarcClient(app.Http, safe + command[1]).GetAsync("client/me")).Is(200);
        }

        Task<ToolResult> RunAsync(string[] command, string key) =>
            isTyped ? Tool.RunAsync([.. command, "--token", "-"], $"{key}\n") : Tool.RunAsync([.. command, "--token", key]);
    }

    [Fact]
    public async Task What_is_recorded_of_a_client_is_changed_by_name_or_UUID()
    {
        var made = (await Tool.RunAsync("client", "create", "acme", "--output", "json")).Is(0).Json;
        var uuid = made.GetProperty("client").GetProperty("uuid").GetString()!;
        var client = new MonarcClient(app.Http, made.GetProperty("token").GetString()!);

        (await Tool.RunAsync("client", "deactivate", "acme")).Is(0);
        (await client.GetAsync("client/me")).Is(403);
        (await Tool.RunAsync("client", "activate", uuid)).Is(0);
        (await Tool.RunAsync("client", "sharing", "acme", "on")).Is(0);
        Assert.True((await client.GetAsync("client/me")).Is(200).Json.GetProperty("is_sharing_enabled").GetBoolean());
        Assert.False((await Tool.RunAsync("client", "sharing", "acme", "off", "--output", "json")).Is(0).Json.GetProperty("is_sharing_enabled").GetBoolean());
        Assert.Equal(-0.125, (await Tool.RunAsync("client", "coordinates", "set", "acme", "51.5", "-0.125", "--output", "json")).Is(0).Json.GetProperty("longitude").GetDouble());
        Assert.Contains("51.5, -0.125", (await Tool.RunAsync("client", "list")).Is(0).Output);
        Assert.DoesNotContain("51.5", (await Tool.RunAsync("client", "coordinates", "unset", "acme")).Is(0).Output);
    }

    [Fact]
    public async Task A_deleted_client_leaves_nothing_behind_and_the_totals_of_the_others()
    {
        var gone = await app.RegisterAsync("gone");
        var stays = await app.RegisterAsync("stays");
        var anr = Guid.NewGuid().ToString();
        foreach (var client in (MonarcClient[])[gone, stays])
            (await client.PostAsync(new PostedStat { Anr = anr, Type = "threat", Data = PublicStatsData.Threats(4) }, new PostedStat { Type = "compliance" })).Is(201);
        var uuid = (await app.Services.GetRequiredService<ClientStore>().FindByNameAsync("gone", TestContext.Current.CancellationToken))!.Uuid;
        await Eventually.HoldsAsync(async () => await TotalAsync() == 2);

        Assert.Contains("--yes", (await Tool.RunAsync("client", "delete", "gone")).Is(1).Error);
        (await Tool.RunAsync(["client", "delete", "gone"], "n\n")).Is(1);
        (await gone.GetAsync("client/me")).Is(200);
        (await Tool.RunAsync(["client", "delete", "gone"], "y\n")).Is(0);

        Assert.Equal(1, await TotalAsync());
        Assert.Empty(await RowsAsync("Stats", $"PartitionKey eq '{uuid}'"));
        Assert.Single((await stays.GetAsync($"stats/{anr}")).Is(200).Stats);
        Assert.Equal(6, (await RowsAsync("Clients", "PartitionKey eq 'clients'")).Count);
        (await Tool.RunAsync("client", "delete", "gone", "--yes")).Is(1);
        (await Tool.RunAsync("client", "create", "gone", "--token", gone.Token!)).Is(0);
    }

    [Fact]
    public async Task A_deletion_that_dies_anywhere_is_completed_by_the_next_one()
    {
        var gone = await app.RegisterAsync("gone");
        (await gone.PostAsync(new PostedStat { Type = "threat", Data = PublicStatsData.Threats(4) }, new PostedStat { Type = "compliance" })).Is(201);
        await Eventually.HoldsAsync(async () => await TotalAsync() == 1);

        var runs = 0;
        for (var code = 1; code != 0; runs++)
        {
            Assert.True(runs < 20, "The client is never deleted.");
            var left = runs * 5;
            var watch = new StorageWatch { BreaksBefore = _ => Interlocked.Decrement(ref left) < 0 };
            code = (await new Tool(azurite.ConnectionString, prefix) { IsHasty = true, Watch = watch }.RunAsync("client", "delete", "gone", "--yes")).Code;
        }

        Assert.True(runs > 3);
        Assert.Equal(0, await TotalAsync());
        Assert.Empty(await RowsAsync("Stats", ""));
        Assert.Equal(3, (await RowsAsync("Clients", "")).Count);
    }

    private async Task<long> TotalAsync() => (await app.Services.GetRequiredService<TotalStore>()
        .ReadTotalAsync(StatType.Threat, DateOnly.Parse(PostedStat.Day(-1)), TestContext.Current.CancellationToken)).Sum().Stats;

    private async Task<List<TableEntity>> RowsAsync(string table, string filter) =>
        await new TableClient(azurite.ConnectionString, prefix + table).QueryAsync<TableEntity>(filter).ToListAsync(TestContext.Current.CancellationToken);
}
