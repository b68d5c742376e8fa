using System.Reflection;

namespace StatsService;

/// <summary>The version that the service tells others.</summary>
public static class ServiceVersion
{
    /// <summary>As it was built, without the commit.</summary>
    public static string Current { get; } =
        typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
