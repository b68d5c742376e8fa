using Azure.Core;
using Azure.Core.Pipeline;

namespace StatsService.Tests.Rollups;

/// <summary>The instance died; nothing after this happened.</summary>
public sealed class SimulatedCrashException : Exception;

/// <summary>Lets an instance die before or after a storage operation that the test chose by its number.</summary>
public sealed class CrashingStorage : HttpPipelinePolicy
{
    private int left = int.MaxValue;
    private bool afterwards;

    /// <param name="operations">How many operations succeed before.</param>
    /// <param name="isAnswerLost">Whether the last one reaches the storage all the same.</param>
    public void CrashAfter(int operations, bool isAnswerLost)
    {
        left = operations;
        afterwards = isAnswerLost;
    }

    public void Survive() => left = int.MaxValue;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var number = Interlocked.Decrement(ref left);
        if (number < 0 && !(number == -1 && afterwards))
            throw new SimulatedCrashException();
        await ProcessNextAsync(message, pipeline);
        if (number < 0)
            throw new SimulatedCrashException();
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
