using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace StatsService.Tests.Drivers;

public static class WatchedStorage
{
    /// <summary>For <see cref="StatsServiceApp.StartAsync"/>.</summary>
    public static Action<WebApplicationBuilder> Through(StorageWatch watch) => builder => builder.Services.AddSingleton<HttpPipelinePolicy>(watch);
}
