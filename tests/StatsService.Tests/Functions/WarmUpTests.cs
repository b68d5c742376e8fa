using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StatsService.Functions.Http.Start;

namespace StatsService.Tests.Functions;

public sealed class WarmUpTests
{
    [Fact]
    public async Task The_ways_of_the_first_calls_can_be_gone_with_the_sample_to_their_ends()
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();

        await new WarmUp(services, NullLogger<WarmUp>.Instance).RunAsync();
    }
}
