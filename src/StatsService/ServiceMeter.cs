namespace StatsService;

/// <summary>The meter of all metrics of the service.</summary>
public static class ServiceMeter
{
    public const string Name = "StatsService";
}
