using StatsService.Tests.Azurite;
using StatsService.Tests.Storage.Engines;

namespace StatsService.Tests.Storage.Faults;

/// <summary>
/// Every operation that a call asks of the storage fails once before it took effect and once after. Whatever the call answers then is true, the same call completes it,
/// nothing is half stored or twice, and the totals become exact. What a status, a time-out or a cut line is to an operation, the engines' own tests say.
/// </summary>
/// <remarks>
/// The environment variable <c>FAULTS=all</c> also cuts the line at every operation, which is then repeated and takes a quarter of a second each, and leaves no operation out;
/// otherwise one of four fails on SQLite and one of six on Azurite, other ones in each run.
/// </remarks>
/// <param name="step">1: every operation fails in its turn. 4: every fourth does, from a random one of the first four on.</param>
public abstract class FaultTests(StorageUnderTest storage, int step)
{
    private const int MaxOperations = 300;

    private static readonly Fault[] Faults = IsThorough ? Enum.GetValues<Fault>() : [Fault.RefusedBefore, Fault.UnknownAfter];

    protected static bool IsThorough => Environment.GetEnvironmentVariable("FAULTS") == "all";

    public static TheoryData<string> Calls => [.. FaultCall.ByName.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Wherever_the_storage_fails_the_answer_is_true_and_the_same_call_completes_it(string name)
    {
        await using var world = await FaultWorld.StartAsync(storage);
        var prepare = FaultCall.ByName[name];
        // What is made at first use is there from now on.
        var first = await prepare(world);
        Assert.True(await first.RunAsync());
        await first.IsDoneAsync();

        foreach (var fault in Faults)
        {
            var failed = 0;
            var hasFailed = true;
            for (var operations = Random.Shared.Next(step); hasFailed; operations += step)
            {
                Assert.True(operations < MaxOperations, "The call has no end.");
                var call = await prepare(world);
                world.Faults.Arm(fault, operations);
                var isDone = await call.RunAsync();
                hasFailed = world.Faults.HasFailed;
                failed += hasFailed ? 1 : 0;
                world.Faults.Disarm();

                Assert.True(isDone || hasFailed, "It says that the storage failed, which it did not.");
                Assert.True(isDone || fault is not (Fault.CutBefore or Fault.CutAfter), $"A line that was cut at operation {operations} was not mended.");
                if (!isDone)
                    Assert.True(await call.RunAsync(), $"{fault} at operation {operations}: the same call does not complete it.");
                await call.IsDoneAsync();
            }

            Assert.True(failed > 0 || step > 1, "The call asks nothing of the storage.");
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {failed} times {fault}.");
        }

        await world.IsExactAsync();
    }
}

public sealed class AzureFaultTests(AzuriteFixture azurite) : FaultTests(new AzuriteUnderTest(azurite), IsThorough ? 1 : 6);

public sealed class SqliteFaultTests() : FaultTests(new SqliteUnderTest(), IsThorough ? 1 : 4);
