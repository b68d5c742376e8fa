using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Storage;

namespace StatsService.Tests.Drivers;

public static class WatchedStorage
{
    /// <summary>For what starts a <see cref="StatsServiceApp"/>.</summary>
    public static Action<WebApplicationBuilder> Through(StorageWatch watch) => builder => builder.Services.AddSingleton<StorageInterceptor>(watch);
}
