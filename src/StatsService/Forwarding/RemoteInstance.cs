using StatsService.Clients;

namespace StatsService.Forwarding;

/// <summary>Another Stats Service, or the original, as one of its clients calls it.</summary>
/// <param name="Server">The base URL, with or without a slash at its end.</param>
/// <param name="Token">The client's key there.</param>
public sealed record RemoteInstance(string Server, string Token)
{
    public Uri Stats => new($"{Server.TrimEnd('/')}/api/v1/stats/");

    /// <summary>Tells whether address or key changed, without giving either away.</summary>
    public string Fingerprint => TokenHash.Of($"{Server}\n{Token}").Value;

    /// <summary>Without the key, so that it never stands in a log.</summary>
    public override string ToString() => Server;
}
