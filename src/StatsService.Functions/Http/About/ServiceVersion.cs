using System.Reflection;

namespace StatsService.Functions.Http.About;

/// <summary>The version of the running service, without the commit it was built from.</summary>
internal static class ServiceVersion
{
    public static string Current { get; } =
        typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
