using System.Net;

namespace StatsService.Bench;

/// <summary>The figures would mean nothing; the message says why.</summary>
/// <param name="status">What the service answered, where that is the reason.</param>
internal sealed class BenchException(string message, HttpStatusCode? status = null) : Exception(message)
{
    public HttpStatusCode? Status => status;
}
