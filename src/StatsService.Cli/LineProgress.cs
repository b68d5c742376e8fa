namespace StatsService.Cli;

/// <summary>A line every other second, so that short work has none.</summary>
internal sealed class LineProgress<T>(TextWriter output, Func<T, string> sentence, TimeProvider time) : IProgress<T>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly Lock reporting = new();
    private long last = time.GetTimestamp();

    public void Report(T value)
    {
        lock (reporting)
        {
            if (time.GetElapsedTime(last) < Pause)
                return;
            last = time.GetTimestamp();
            output.WriteLine(sentence(value));
        }
    }
}
