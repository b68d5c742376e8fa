using StatsService.Functions.Http.Start;

namespace StatsService.Tests.Functions;

public sealed class WarmUpTests
{
    [Fact]
    public async Task The_first_calls_can_be_rehearsed_to_their_ends() => await WarmUp.RehearseAsync();
}
