namespace StatsService.Server;

/// <summary>
/// <c>host.json</c> of the output folder. As on the real host a setting <c>AzureFunctionsJobHost__extensions__queues__batchSize</c>
/// overrides the value of that path.
/// </summary>
internal sealed class HostJson(IConfiguration settings)
{
    private readonly IConfiguration host = new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "host.json"))
        .AddConfiguration(settings.GetSection("AzureFunctionsJobHost"))
        .Build();

    public IConfiguration Logging => host.GetSection("logging");

    public IConfiguration Queues => host.GetSection("extensions:queues");
}
