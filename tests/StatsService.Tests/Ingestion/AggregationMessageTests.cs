using System.Text;
using StatsService.Stats;
using StatsService.Totals;

namespace StatsService.Tests.Ingestion;

public sealed class AggregationMessageTests
{
    [Fact]
    public void Any_number_of_changed_days_travels_in_messages_that_fit_the_queue()
    {
        var first = new DateOnly(2020, 1, 1);
        ChangedDay[] changed =
        [
            .. from client in (Guid[])[Guid.NewGuid(), Guid.NewGuid()]
               from day in Enumerable.Range(0, 700)
               select new ChangedDay(client, StatType.Vulnerability, first.AddDays(day), "W/\"datetime'2026-11-23T23%3A59%3A59.1234567Z'\""),
        ];

        string[] messages = [.. AggregationMessage.Create(changed).Select(message => message.ToJson())];

        Assert.Equal(changed, messages.SelectMany(AggregationMessage.Parse));
        Assert.All(messages, message => Assert.InRange(Convert.ToBase64String(Encoding.UTF8.GetBytes(message)).Length, 1, 64 * 1024));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Schema":"aggregate/99","Client":"c2a1b2f0-77aa-4f0e-9d1c-0123456789ab","Days":[]}""")]
    [InlineData("""{"Schema":"aggregate/1","Client":"c2a1b2f0-77aa-4f0e-9d1c-0123456789ab","Days":null}""")]
    [InlineData("""{"Schema":"aggregate/1","Client":"c2a1b2f0-77aa-4f0e-9d1c-0123456789ab","Days":[{"Type":"x","Date":"2026-01-01","Mark":""}]}""")]
    public void What_is_no_message_of_a_known_schema_is_refused(string json) =>
        Assert.Throws<InvalidDataException>(() => AggregationMessage.Parse(json));
}
