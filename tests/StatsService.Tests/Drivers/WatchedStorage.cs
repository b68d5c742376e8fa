using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Storage;

namespace StatsService.Tests.Drivers;

public static class WatchedStorage
{
    /// <summary>For <see cref="StatsServiceApp.StartAsync"/>.</summary>
    public static Action<WebApplicationBuilder> Through(StorageWatch watch) => builder => builder.Services.AddSingleton<StorageInterceptor>(watch);
}
