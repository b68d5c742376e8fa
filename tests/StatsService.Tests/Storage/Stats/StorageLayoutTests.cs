using Microsoft.Extensions.Logging.Abstractions;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tests.Azurite;
using StatsService.Tests.Storage.Engines;

namespace StatsService.Tests.Storage.Stats;

/// <summary>A service works on storage of its own layout alone, on every engine.</summary>
public abstract class StorageLayoutTests(StorageUnderTest storage) : IAsyncLifetime
{
    private StorageEngine engine = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        engine = storage.Open();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task Empty_storage_gets_the_number_and_is_taken_from_then_on()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Layout(storage.Open()).CheckAsync(Cancellation)));

        Assert.Equal(StorageLayout.Number, (await engine.Table("State").FindAsync("layout", "layout", Cancellation))!.GetInt32("Number"));
        await Layout(storage.Open()).CheckAsync(Cancellation);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Another_number_is_refused_with_both_named(int number)
    {
        await engine.Table("State").WriteAsync(new RowChanges("layout").Put(new Row("layout") { ["Number"] = number }), Cancellation);
        using var layout = Layout(engine);

        var refusal = await Assert.ThrowsAsync<StorageRefusedException>(() => layout.StartAsync(Cancellation));

        Assert.Contains($"layout {number}", refusal.Message);
        Assert.Contains($"layout {StorageLayout.Number}", refusal.Message);
        Assert.Contains(engine.Name, refusal.Message);
    }

    [Fact]
    public async Task Storage_that_does_not_answer_at_first_is_checked_once_it_does()
    {
        await engine.Table("State").WriteAsync(new RowChanges("layout").Put(new Row("layout") { ["Number"] = 1 }), Cancellation);
        var watch = new StorageWatch { BreaksBefore = _ => true };
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var layout = new StorageLayout(storage.Open(watch), time, NullLogger<StorageLayout>.Instance);

        await layout.StartAsync(Cancellation);
        watch.BreaksBefore = _ => false;
        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(layout.ExecuteTask!.IsCompleted);
        });

        await Assert.ThrowsAsync<StorageRefusedException>(() => layout.ExecuteTask!);
    }

    private static StorageLayout Layout(StorageEngine engine) => new(engine, TimeProvider.System, NullLogger<StorageLayout>.Instance);
}

public sealed class AzureStorageLayoutTests(AzuriteFixture azurite) : StorageLayoutTests(new AzuriteUnderTest(azurite));

public sealed class SqliteStorageLayoutTests() : StorageLayoutTests(new SqliteUnderTest());
