using StatsService.Clients;
using StatsService.SampleData;

namespace StatsService.Demo;

/// <summary>The clients of the demonstration, on the map.</summary>
internal sealed class DemoClients(ClientRegistry registry, ClientStore clients)
{
    /// <returns>The client's key.</returns>
    public async Task<string> EnsureAsync(SampleOrganisation organisation, CancellationToken cancellationToken)
    {
        // Known beforehand, so that a later run finds the client again; the data is invented and guards nothing.
        var token = $"demo-{organisation.Seed}";
        if (await registry.RegisterAsync(organisation.Name, isSharingEnabled: true, token, cancellationToken) is { Client: var client })
        {
            await clients.UpdateAsync(
                client.Uuid,
                known => known with { Latitude = organisation.Latitude, Longitude = organisation.Longitude },
                cancellationToken);
        }

        return token;
    }
}
