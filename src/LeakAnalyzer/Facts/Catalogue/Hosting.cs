using static LeakAnalyzer.Facts.Catalogue.TypeFacts;
using static LeakAnalyzer.Facts.Vocabulary;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>
/// The facts about hosts, hosted services, types that serve one call of a client (hubs, controllers), and dependency injection containers.
/// </summary>
internal static class Hosting
{
    private const string Injection = "Microsoft.Extensions.DependencyInjection.";

    public static readonly TypeFacts[] Types =
    [
        Type("Microsoft.Extensions.Hosting.IHostApplicationLifetime")
            .Each(["ApplicationStarted", "ApplicationStopping", "ApplicationStopped"], Returns(ResultKind.ApplicationToken)),
        Type("Microsoft.Extensions.Hosting.BackgroundService")
            .Member("ExecuteAsync", Returns(ResultKind.ApplicationToken, of: Argument)), // the host cancels the argument, stoppingToken, when the host stops
        Type("Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions")
            .Each(["Run", "WaitForShutdown"], Blocks, MayThrow),
        Type("Microsoft.AspNetCore.Builder.WebApplication")
            .Member("Run", Blocks, MayThrow),
        Type("Microsoft.AspNetCore.SignalR.Hub").ServesOneCall("Context.ConnectionAborted"),
        Type("Microsoft.AspNetCore.Mvc.ControllerBase").ServesOneCall("HttpContext.RequestAborted"),
        Type("Microsoft.AspNetCore.Mvc.RazorPages.PageModel").ServesOneCall("HttpContext.RequestAborted"),

        Type(Injection + "ServiceCollectionServiceExtensions")
            .Each(["AddSingleton", "AddKeyedSingleton"], MakesOnce),
        Type(Injection + "Extensions.ServiceCollectionDescriptorExtensions")
            .Each(["TryAddSingleton", "TryAddKeyedSingleton"], MakesOnce),
        Type(Injection + "ServiceCollectionHostedServiceExtensions")
            .Member("AddHostedService", MakesOnce),
        Type(Injection + "ServiceDescriptor")
            .Each(["Singleton", "KeyedSingleton"], MakesOnce),
    ];
}
