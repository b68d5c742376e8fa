using StatsService.Functions.Http.Edge;

namespace StatsService.Tests.Functions;

public sealed class MonarcVersionTests
{
    [Theory]
    [InlineData("MONARC/2.10.1")]
    [InlineData("MONARC/2.9.99")]
    [InlineData("MONARC/2.9.0-p3")]
    [InlineData("MONARC/1.99.99")]
    [InlineData("MONARC/0.0.1")]
    [InlineData("MONARC/2.10.1 (Linux)")]
    public void A_MONARC_before_2_10_2_is_too_old(string userAgent) => Assert.True(MonarcVersion.IsTooOld(userAgent));

    [Theory]
    [InlineData("MONARC/2.10.2")]
    [InlineData("MONARC/2.10.10")]
    [InlineData("MONARC/2.12.3-p2")]
    [InlineData("MONARC/2.13.0-dev")]
    [InlineData("MONARC/2.13.0 (Linux)")]
    [InlineData("MONARC/3.0.0")]
    [InlineData("MONARC/10.0.0")]
    [InlineData("MONARC/")]
    [InlineData("MONARC/x.y.z")]
    [InlineData("MONARC/99999999999999999999.1.1")]
    [InlineData("MONARC")]
    [InlineData("curl/7.0.0")]
    [InlineData("")]
    [InlineData(null)]
    public void A_newer_one_and_what_can_not_be_read_are_let_through(string? userAgent) => Assert.False(MonarcVersion.IsTooOld(userAgent));
}
