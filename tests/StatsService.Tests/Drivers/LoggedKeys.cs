using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(LoggedKeys))]

namespace StatsService.Tests.Drivers;

/// <summary>Reads every log line of every app that the tests run in this process: a key in one of them fails the run.</summary>
public sealed partial class LoggedKeys : IDisposable
{
    private static readonly ConcurrentQueue<string> Found = new();

    public void Dispose() =>
        Assert.True(Found.IsEmpty, $"{Found.Count} log lines of this test run hold a key, the first of them:\n{Found.FirstOrDefault()}");

    /// <summary>See <see cref="StatsServiceApp.NewToken"/>.</summary>
    [GeneratedRegex("test-[0-9a-f]{32}", RegexOptions.IgnoreCase)]
    private static partial Regex Key();

    internal sealed class Reader : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{formatter(state, exception)} {exception}";
            if (Key().IsMatch(line))
                Found.Enqueue(line);
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
